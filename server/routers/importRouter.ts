import { z } from 'zod';
import { datasetSplitSchema } from '@/domain/datasetSplits';
import { pageInput } from '@/domain/page';
import { scanFindingSchema } from '@/domain/scanFindings';
import { scanDatasetInputSchema } from '@/domain/taskInputs';
import { wholeNumberSchema } from '@/domain/wholeNumber';
import { artifactsRoot } from '@/server/artifacts/artifactsRoot';
import { listImports } from '@/server/imports/listImports';
import { listScanned } from '@/server/imports/listScanned';
import { readImport } from '@/server/imports/readImport';
import { startImport } from '@/server/imports/startImport';
import { storeScan } from '@/server/imports/storeScan';
import { cancelTask } from '@/server/tasks/cancelTask';
import { deleteImport } from '@/server/tasks/deleteImport';
import { retryTask } from '@/server/tasks/retryTask';
import { procedure, router } from '@/server/trpc';

const oneId = procedure.input(z.object({ id: z.uuid() }));

/** Data sets on their way in: a worker reads the folder, a person looks at the report, then it is stored. */
export const importRouter = router({
  list: procedure.query(({ ctx }) => listImports(ctx.db)),
  byId: oneId.query(({ ctx, input }) => readImport(ctx.db, input.id)),
  videos: procedure
    .input(
      z.object({
        id: z.uuid(),
        split: datasetSplitSchema,
        finding: scanFindingSchema.nullable().default(null),
        ...pageInput(wholeNumberSchema.min(-1), { limit: 50, most: 200 }),
      }),
    )
    .query(({ ctx, input: { id, cursor, ...list } }) =>
      listScanned(ctx.db, { taskId: id, ...list, after: cursor ?? null }),
    ),
  create: procedure
    .input(scanDatasetInputSchema)
    .mutation(async ({ ctx, input }) => ({ id: await startImport(ctx.db, input) })),
  cancel: oneId.mutation(({ ctx, input }) => cancelTask(ctx.db, input.id)),
  resume: oneId.mutation(({ ctx, input }) => retryTask(ctx.db, input.id)),
  discard: oneId.mutation(({ ctx, input }) => deleteImport(ctx.db, { id: input.id, kind: 'scan' })),
  store: procedure
    .input(z.object({ id: z.uuid(), update: z.boolean().default(false) }))
    .mutation(async ({ ctx, input }) => ({
      datasetId: await storeScan(ctx.db, { taskId: input.id, update: input.update, root: artifactsRoot() }),
    })),
});
