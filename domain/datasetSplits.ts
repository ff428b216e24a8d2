import { idTable } from './idTable';

/** The parts of a data set: videos to train on, and videos to be judged by. */
export const {
  table: datasetSplits,
  ids: datasetSplitIds,
  schema: datasetSplitSchema,
} = idTable({
  train: {},
  test: {},
});
export type DatasetSplit = (typeof datasetSplitIds)[number];
