import { z } from 'zod';
import { queueMoveSchema } from '@/domain/queueMoves';
import { procedure, router } from '@/server/trpc';
import { drainWorker } from '@/server/workers/drainWorker';
import { listQueue } from '@/server/workers/listQueue';
import { listWorkers } from '@/server/workers/listWorkers';
import { moveInQueue } from '@/server/workers/moveInQueue';

/** Who does the work, and what waits for them. */
export const workerRouter = router({
  list: procedure.query(({ ctx }) => listWorkers(ctx.db)),
  queue: procedure.query(({ ctx }) => listQueue(ctx.db)),
  drain: procedure
    .input(z.object({ id: z.uuid(), draining: z.boolean() }))
    .mutation(({ ctx, input }) => drainWorker(ctx.db, input)),
  move: procedure
    .input(z.object({ taskId: z.uuid(), move: queueMoveSchema }))
    .mutation(({ ctx, input }) => moveInQueue(ctx.db, input)),
});
