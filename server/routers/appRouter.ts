import { router } from '@/server/trpc';
import { compareRouter } from './compareRouter';
import { datasetRouter } from './datasetRouter';
import { diskRouter } from './diskRouter';
import { eventRouter } from './eventRouter';
import { experimentRouter } from './experimentRouter';
import { galleryRouter } from './galleryRouter';
import { importRouter } from './importRouter';
import { runRouter } from './runRouter';
import { submissionRouter } from './submissionRouter';
import { taskRouter } from './taskRouter';
import { weightsRouter } from './weightsRouter';
import { workerRouter } from './workerRouter';

/** The whole API; one router a noun, a line each. */
export const appRouter = router({
  compare: compareRouter,
  dataset: datasetRouter,
  disk: diskRouter,
  event: eventRouter,
  experiment: experimentRouter,
  gallery: galleryRouter,
  import: importRouter,
  run: runRouter,
  submission: submissionRouter,
  task: taskRouter,
  weights: weightsRouter,
  worker: workerRouter,
});

export type AppRouter = typeof appRouter;
