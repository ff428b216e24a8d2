import { z } from 'zod';

/** A box in [0, 1] of the original frame. */
export const boxSchema = z.object({ top: z.number(), left: z.number(), height: z.number(), width: z.number() });
export type Box = z.infer<typeof boxSchema>;
