import { z } from 'zod';
import { datasetSplitSchema } from '@/domain/datasetSplits';
import { scanDatasetInputSchema } from '@/domain/jobInputs';
import { pageInput } from '@/domain/page';
import { scanFindingSchema } from '@/domain/scanFindings';
import { wholeNumberSchema } from '@/domain/wholeNumber';
import { artifactsRoot } from '@/server/artifacts/artifactsRoot';
import { listImports } from '@/server/imports/listImports';
import { listScanned } from '@/server/imports/listScanned';
import { readImport } from '@/server/imports/readImport';
import { startImport } from '@/server/imports/startImport';
import { storeScan } from '@/server/imports/storeScan';
import { cancelJob } from '@/server/jobs/cancelJob';
import { deleteJob } from '@/server/jobs/deleteJob';
import { resumeJob } from '@/server/jobs/resumeJob';
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
      listScanned(ctx.db, { jobId: id, ...list, after: cursor ?? null }),
    ),
  create: procedure
    .input(scanDatasetInputSchema)
    .mutation(async ({ ctx, input }) => ({ id: await startImport(ctx.db, input) })),
  cancel: oneId.mutation(({ ctx, input }) => cancelJob(ctx.db, input.id)),
  resume: oneId.mutation(({ ctx, input }) => resumeJob(ctx.db, input.id)),
  discard: oneId.mutation(({ ctx, input }) => deleteJob(ctx.db, input.id)),
  store: procedure
    .input(z.object({ id: z.uuid(), update: z.boolean().default(false) }))
    .mutation(async ({ ctx, input }) => ({
      datasetId: await storeScan(ctx.db, { jobId: input.id, update: input.update, root: artifactsRoot() }),
    })),
});
