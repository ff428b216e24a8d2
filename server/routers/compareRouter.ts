import { z } from 'zod';
import { compareRuns } from '@/server/runs/compareRuns';
import { procedure, router } from '@/server/trpc';

/** Runs side by side. */
export const compareRouter = router({
  byRuns: procedure
    .input(z.object({ runIds: z.array(z.uuid()).min(1).max(20) }))
    .query(({ ctx, input }) => compareRuns(ctx.db, [...new Set(input.runIds)])),
});
