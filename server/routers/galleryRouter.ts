import { z } from 'zod';
import { fusionSchema } from '@/domain/fusions';
import { galleryCellSchema, galleryFilterSchema } from '@/domain/galleryFilter';
import { pageInput } from '@/domain/page';
import { storedText } from '@/domain/text/textSchemas';
import { wholeNumberSchema } from '@/domain/wholeNumber';
import { galleryAxes } from '@/server/gallery/galleryAxes';
import { galleryCellState } from '@/server/gallery/galleryCellState';
import { galleryNeighbours } from '@/server/gallery/galleryNeighbours';
import { galleryVideo } from '@/server/gallery/galleryVideo';
import { listGallery } from '@/server/gallery/listGallery';
import { requestPictures } from '@/server/gallery/requestPictures';
import { procedure, router } from '@/server/trpc';

const videoIdSchema = storedText({ what: 'The id of the video', max: 200, empty: 'Name the video.' });
const filterSchema = galleryFilterSchema.prefault({});
const videoColumnSchema = z.object({
  experimentId: z.uuid(),
  videoId: videoIdSchema,
  fusion: fusionSchema,
  seed: wholeNumberSchema,
});
const cursorSchema = z.object({ sortKey: z.number(), videoId: videoIdSchema });

/** The videos behind the numbers: what each row of Table 2 looked at, and what it made of it. */
export const galleryRouter = router({
  axes: procedure
    .input(z.object({ experimentId: z.uuid() }))
    .query(({ ctx, input }) => galleryAxes(ctx.db, input.experimentId)),

  cell: procedure.input(galleryCellSchema).query(({ ctx, input }) => galleryCellState(ctx.db, input)),

  list: procedure
    .input(
      z.object({
        evaluationId: z.uuid(),
        filter: filterSchema,
        ...pageInput(cursorSchema, { limit: 48, most: 120 }),
      }),
    )
    .query(({ ctx, input }) => listGallery(ctx.db, { ...input, cursor: input.cursor ?? null })),

  neighbours: procedure
    .input(z.object({ evaluationId: z.uuid(), videoId: videoIdSchema, filter: filterSchema }))
    .query(({ ctx, input }) => galleryNeighbours(ctx.db, input)),

  byVideo: procedure.input(videoColumnSchema).query(({ ctx, input }) => galleryVideo(ctx.db, input)),

  /** Asks the runs behind a video for the maps and frames that the disk budget left out or that are damaged. */
  requestPictures: procedure
    .input(videoColumnSchema)
    .mutation(({ ctx, input }) => requestPictures(ctx.db, input, ctx.artifacts)),
});
