import { z } from 'zod';
import { cancelTask } from '@/server/tasks/cancelTask';
import { retryTask } from '@/server/tasks/retryTask';
import { procedure, router } from '@/server/trpc';

const oneTask = procedure.input(z.object({ id: z.uuid() }));

/** Work on a finished run: further evaluations, pictures, weights that are made again. */
export const taskRouter = router({
  cancel: oneTask.mutation(({ ctx, input }) => cancelTask(ctx.db, input.id)),
  retry: oneTask.mutation(({ ctx, input }) => retryTask(ctx.db, input.id)),
});
