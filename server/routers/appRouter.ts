import { router } from '@/server/trpc';
import { datasetRouter } from './datasetRouter';
import { eventRouter } from './eventRouter';
import { galleryRouter } from './galleryRouter';

/** The whole API; one router a noun, a line each. */
export const appRouter = router({
  dataset: datasetRouter,
  event: eventRouter,
  gallery: galleryRouter,
});

export type AppRouter = typeof appRouter;
