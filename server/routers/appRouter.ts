import { router } from '@/server/trpc';
import { compareRouter } from './compareRouter';
import { datasetRouter } from './datasetRouter';
import { eventRouter } from './eventRouter';
import { experimentRouter } from './experimentRouter';
import { galleryRouter } from './galleryRouter';
import { runRouter } from './runRouter';
import { weightsRouter } from './weightsRouter';
import { workerRouter } from './workerRouter';

/** The whole API; one router a noun, a line each. */
export const appRouter = router({
  compare: compareRouter,
  dataset: datasetRouter,
  event: eventRouter,
  experiment: experimentRouter,
  gallery: galleryRouter,
  run: runRouter,
  weights: weightsRouter,
  worker: workerRouter,
});

export type AppRouter = typeof appRouter;
