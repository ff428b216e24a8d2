import { z } from 'zod';
import { cellSchema, experimentSpecSchema } from '@/domain/experimentSpec';
import { pageInput } from '@/domain/page';
import { assembleTable1 } from '@/domain/table1/assembleTable1';
import { assembleTable2 } from '@/domain/table2/assembleTable2';
import { wholeNumberSchema } from '@/domain/wholeNumber';
import { addCell } from '@/server/experiments/addCell';
import { cancelExperiment } from '@/server/experiments/cancelExperiment';
import { createDemo } from '@/server/experiments/createDemo';
import { createExperiment } from '@/server/experiments/createExperiment';
import { deleteExperiment } from '@/server/experiments/deleteExperiment';
import { listExperiments } from '@/server/experiments/listExperiments';
import { listReusableBases, reusableBasesSchema } from '@/server/experiments/listReusableBases';
import { planExperiment } from '@/server/experiments/planExperiment';
import { readDemo } from '@/server/experiments/readDemo';
import { readExperiment } from '@/server/experiments/readExperiment';
import { readTable } from '@/server/experiments/readTable';
import { restoreExperiment } from '@/server/experiments/restoreExperiment';
import { isSpecRestorable, restoreSpec } from '@/server/experiments/restoreSpec';
import { retryExperiment } from '@/server/experiments/retryExperiment';
import { updateExperiment, updateExperimentSchema } from '@/server/experiments/updateExperiment';
import { procedure, router } from '@/server/trpc';

const oneExperiment = procedure.input(z.object({ id: z.uuid() }));
const tableInput = z.object({ id: z.uuid(), seed: wholeNumberSchema.nullish() });

/** The seed asked for where the experiment has it, else all. */
function seedsOf(seeds: number[], asked: number | null | undefined): number[] {
  const one = seeds.filter((seed) => seed === asked);
  return one.length > 0 ? one : seeds;
}

/** Named ablations and their Table 2. */
export const experimentRouter = router({
  list: procedure
    .input(z.object(pageInput(z.uuid(), { limit: 50, most: 100 })).prefault({}))
    .query(({ ctx, input }) => listExperiments(ctx.db, { limit: input.limit, cursor: input.cursor ?? null })),

  byId: oneExperiment.query(({ ctx, input }) => readExperiment(ctx.db, input.id)),

  /** Without `seed`: over all seeds of the experiment. */
  table: procedure.input(tableInput).query(async ({ ctx, input }) => {
    const source = await readTable(ctx.db, input.id);
    return assembleTable2(source, seedsOf(source.seeds, input.seed));
  }),

  /** Null where the experiment was made without Table 1. */
  table1: procedure.input(tableInput).query(async ({ ctx, input }) => {
    const source = await readTable(ctx.db, input.id);
    return assembleTable1(source, seedsOf(source.seeds, input.seed));
  }),

  plan: procedure.input(experimentSpecSchema).query(({ ctx, input }) => planExperiment(ctx.db, input)),
  bases: procedure.input(reusableBasesSchema).query(({ ctx, input }) => listReusableBases(ctx.db, input)),
  demo: procedure.query(({ ctx }) => readDemo(ctx.db)),

  create: procedure.input(experimentSpecSchema).mutation(({ ctx, input }) => createExperiment(ctx.db, input)),
  createDemo: procedure
    .input(z.object({ seeds: experimentSpecSchema.shape.seeds.optional() }).nullish())
    .mutation(({ ctx, input }) => createDemo(ctx.db, input ?? {})),
  addCell: procedure
    .input(z.object({ id: z.uuid(), cell: cellSchema }))
    .mutation(({ ctx, input }) => addCell(ctx.db, input.id, input.cell)),
  update: procedure.input(updateExperimentSchema).mutation(({ ctx, input }) => updateExperiment(ctx.db, input)),
  cancel: oneExperiment.mutation(({ ctx, input }) => cancelExperiment(ctx.db, input.id)),
  retry: oneExperiment.mutation(({ ctx, input }) => retryExperiment(ctx.db, input.id)),
  delete: oneExperiment.mutation(({ ctx, input }) => deleteExperiment(ctx.db, input.id)),
  /** Whether the configs of its runs tell a set-up that is damaged. */
  isSpecRestorable: oneExperiment.query(({ ctx, input }) => isSpecRestorable(ctx.db, input.id)),
  restoreSpec: oneExperiment.mutation(({ ctx, input }) => restoreSpec(ctx.db, input.id)),
  restore: oneExperiment.mutation(({ ctx, input }) => restoreExperiment(ctx.db, input.id)),
});
