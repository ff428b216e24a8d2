import { z } from 'zod';

/** Where a waiting run can be moved in the queue. */
export const queueMoveSchema = z.enum(['top', 'up', 'down', 'bottom']);
export type QueueMove = z.infer<typeof queueMoveSchema>;
