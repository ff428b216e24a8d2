import { z } from 'zod';
import { backboneIdSchema } from '@/domain/backbones';
import { importWeightsInputSchema } from '@/domain/jobInputs';
import { cancelJob } from '@/server/jobs/cancelJob';
import { createJob } from '@/server/jobs/createJob';
import { deleteJob } from '@/server/jobs/deleteJob';
import { listJobs } from '@/server/jobs/listJobs';
import { resumeJob } from '@/server/jobs/resumeJob';
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
  imports: procedure.query(({ ctx }) => listJobs(ctx.db, 'import_weights')),
  byId: oneId.query(({ ctx, input }) => readWeights(ctx.db, input.id)),
  import: procedure.input(importWeightsInputSchema).mutation(async ({ ctx, input }) => {
    const title = `Import of ${input.name}`;
    return { id: await createJob(ctx.db, { kind: 'import_weights', title, input }) };
  }),
  cancel: oneId.mutation(({ ctx, input }) => cancelJob(ctx.db, input.id)),
  resume: oneId.mutation(({ ctx, input }) => resumeJob(ctx.db, input.id)),
  discard: oneId.mutation(({ ctx, input }) => deleteJob(ctx.db, input.id)),
  delete: oneId.mutation(({ ctx, input }) => deleteWeights(ctx.db, input.id)),
  restore: oneId.mutation(({ ctx, input }) => restoreWeights(ctx.db, input.id)),
});
