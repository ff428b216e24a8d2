import { z } from 'zod';
import { datasetSplitSchema } from '@/domain/datasetSplits';
import { pageInput } from '@/domain/page';
import { videoStateSchema } from '@/domain/videoStates';
import { wholeNumberSchema } from '@/domain/wholeNumber';
import { datasetDetail } from '@/server/datasets/datasetDetail';
import { deleteDataset } from '@/server/datasets/deleteDataset';
import { listDatasets } from '@/server/datasets/listDatasets';
import { listDatasetVideos } from '@/server/datasets/listDatasetVideos';
import { restoreDataset } from '@/server/datasets/restoreDataset';
import { procedure, router } from '@/server/trpc';

/** What can be trained on, and what is in it. */
export const datasetRouter = router({
  list: procedure.query(({ ctx }) => listDatasets(ctx.db)),

  byId: procedure.input(z.object({ id: z.uuid() })).query(({ ctx, input }) => datasetDetail(ctx.db, input.id)),

  videos: procedure
    .input(
      z.object({
        datasetId: z.uuid(),
        split: datasetSplitSchema,
        class: wholeNumberSchema.nullable().default(null),
        state: videoStateSchema.nullable().default(null),
        ...pageInput(wholeNumberSchema.min(-1), { limit: 48, most: 120 }),
      }),
    )
    .query(({ ctx, input }) => listDatasetVideos(ctx.db, { ...input, after: input.cursor ?? null })),

  delete: procedure.input(z.object({ id: z.uuid() })).mutation(({ ctx, input }) => deleteDataset(ctx.db, input.id)),
  restore: procedure.input(z.object({ id: z.uuid() })).mutation(({ ctx, input }) => restoreDataset(ctx.db, input.id)),
});
