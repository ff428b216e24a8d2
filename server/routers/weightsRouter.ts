import { z } from 'zod';
import { backboneIdSchema } from '@/domain/backbones';
import { importWeightsInputSchema } from '@/domain/taskInputs';
import { cancelTask } from '@/server/tasks/cancelTask';
import { createImport } from '@/server/tasks/createImport';
import { deleteImport } from '@/server/tasks/deleteImport';
import { listImportTasks } from '@/server/tasks/listImportTasks';
import { retryTask } from '@/server/tasks/retryTask';
import { procedure, router } from '@/server/trpc';
import { deleteWeights } from '@/server/weights/deleteWeights';
import { listWeights } from '@/server/weights/listWeights';
import { readWeights } from '@/server/weights/readWeights';
import { restoreWeights } from '@/server/weights/restoreWeights';

const oneId = procedure.input(z.object({ id: z.uuid() }));

/** Weights from elsewhere that a base run can start from. An import and the weights it makes have one id. */
export const weightsRouter = router({
  list: procedure
    .input(z.object({ backbone: backboneIdSchema.optional() }).default({}))
    .query(({ ctx, input }) => listWeights(ctx.db, input)),
  imports: procedure.query(({ ctx }) => listImportTasks(ctx.db, 'import_weights')),
  byId: oneId.query(({ ctx, input }) => readWeights(ctx.db, input.id)),
  import: procedure.input(importWeightsInputSchema).mutation(async ({ ctx, input }) => {
    const title = `Import of ${input.name}`;
    return { id: await createImport(ctx.db, { kind: 'import_weights', title, input }) };
  }),
  cancel: oneId.mutation(({ ctx, input }) => cancelTask(ctx.db, input.id)),
  resume: oneId.mutation(({ ctx, input }) => retryTask(ctx.db, input.id)),
  discard: oneId.mutation(({ ctx, input }) => deleteImport(ctx.db, { id: input.id, kind: 'import_weights' })),
  delete: oneId.mutation(({ ctx, input }) => deleteWeights(ctx.db, input.id)),
  restore: oneId.mutation(({ ctx, input }) => restoreWeights(ctx.db, input.id)),
});
