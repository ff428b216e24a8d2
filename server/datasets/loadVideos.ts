import type { z } from 'zod';
import { type Action, actionsSchema } from '@/domain/datasetClass';
import { datasetSplitSchema } from '@/domain/datasetSplits';
import { requireStored } from '@/domain/stored';
import { type VideoKind, type VideoState, videoKindSchema, videoStateSchema } from '@/domain/videoStates';
import type { Db } from '@/server/db';
import { registerAgain } from './registerAgain';
import { requireClasses } from './storedClasses';

export type LoadedVideo = {
  id: string;
  /** The video file, or the folder of its frames; absolute. */
  path: string;
  kind: VideoKind;
  state: VideoState;
  actions: Action[];
  lengthSeconds: number;
};

export type LoadedDataset = {
  /** In the order of the score vector. */
  classes: { id: number; name: string }[];
  train: LoadedVideo[];
  test: LoadedVideo[];
};

/**
 * The videos and classes of a data set as they were imported, each split in its order; unusable videos included. Null where the data
 * set is not known, or was registered without the places of its videos: then its folder has to be read.
 * @throws AppError damaged
 */
export async function loadVideos(db: Db, datasetId: string): Promise<LoadedDataset | null> {
  const dataset = await db.dataset.findUnique({
    where: { id: datasetId },
    select: {
      name: true,
      slug: true,
      classes: true,
      videos: {
        orderBy: { position: 'asc' },
        select: { videoId: true, split: true, path: true, kind: true, state: true, actions: true, lengthSeconds: true },
      },
    },
  });
  if (!dataset || dataset.videos.length === 0 || dataset.videos.some(({ path }) => path === '')) return null;
  const known = <T>(schema: z.ZodType<T>, value: unknown, videoId: string) =>
    requireStored(schema, value, {
      what: `The row of video ${videoId} of dataset "${dataset.name}"`,
      next: registerAgain(dataset.slug),
    });
  const splits = { train: [] as LoadedVideo[], test: [] as LoadedVideo[] };
  for (const { videoId, split, kind, state, actions, ...video } of dataset.videos) {
    splits[known(datasetSplitSchema, split, videoId)].push({
      ...video,
      id: videoId,
      kind: known(videoKindSchema, kind, videoId),
      state: known(videoStateSchema, state, videoId),
      actions: known(actionsSchema, actions, videoId),
    });
  }
  const classes = requireClasses(dataset).map(({ name }, id) => ({ id, name }));
  return { classes, ...splits };
}
