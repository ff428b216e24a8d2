import { z } from 'zod';
import { compareRuns } from '@/server/runs/compareRuns';
import { compareVideos } from '@/server/runs/compareVideos';
import { procedure, router } from '@/server/trpc';

/** Runs side by side. */
export const compareRouter = router({
  byRuns: procedure
    .input(z.object({ runIds: z.array(z.uuid()).min(1).max(20) }))
    .query(({ ctx, input }) => compareRuns(ctx.db, [...new Set(input.runIds)])),

  /** Which videos turned right or wrong between two evaluations. */
  videos: procedure
    .input(z.object({ baseline: z.uuid(), other: z.uuid() }))
    .query(({ ctx, input }) => compareVideos(ctx.db, input)),
});
