import { type Action, actionsSchema } from '@/domain/datasetClass';
import { AppError } from '@/domain/errors';
import { type CountedPage, cutPage } from '@/domain/page';
import { damagedText, readStored } from '@/domain/stored';
import { type VideoState, videoStateSchema } from '@/domain/videoStates';
import type { Prisma } from '@/prisma/generated/client';
import type { Db } from '@/server/db';
import { registerAgain } from './registerAgain';

/** A frame out of a picture of frames: place of the frame, number of frames, how many in a row (0 = all). */
export type Thumbnail = {
  artifactId: string;
  frame: number;
  frames: number;
  columns: number;
  width: number;
  height: number;
};

export type DatasetVideoItem = {
  videoId: string;
  split: string;
  position: number;
  classes: number[];
  actions: Action[];
  lengthSeconds: number;
  state: VideoState;
  /** Why it is not usable, or remarks. */
  message: string | null;
  /** Pixels as shown; null where the file was not read at import. */
  height: number | null;
  width: number | null;
  frames: number | null;
  /** Null where no evaluation has stored frames of the video. */
  thumbnail: Thumbnail | null;
};

export type DatasetVideoPage = CountedPage<DatasetVideoItem, number>;

const videoSelect = {
  videoId: true,
  split: true,
  position: true,
  classes: true,
  actions: true,
  lengthSeconds: true,
  state: true,
  message: true,
  height: true,
  width: true,
  frames: true,
} as const satisfies Prisma.DatasetVideoSelect;

/**
 * Videos of one split in the order of its CSV, optionally those of one class or in one state.
 * @param after position of the last video of the page before
 * @throws AppError not_found where the dataset is unknown
 */
export async function listDatasetVideos(
  db: Db,
  options: {
    datasetId: string;
    split: string;
    class: number | null;
    state: VideoState | null;
    after: number | null;
    limit: number;
  },
): Promise<DatasetVideoPage> {
  const { datasetId, split, after, limit } = options;
  const dataset = await db.dataset.findUnique({ where: { id: datasetId }, select: { slug: true } });
  if (!dataset) throw new AppError('not_found', 'This dataset does not exist.');
  const where = {
    ...{ datasetId, split },
    ...(options.class === null ? {} : { classes: { has: options.class } }),
    ...(options.state === null ? {} : { state: options.state }),
  };
  const [rows, total] = await Promise.all([
    db.datasetVideo.findMany({
      where: { ...where, ...(after === null ? {} : { position: { gt: after } }) },
      orderBy: { position: 'asc' },
      take: limit + 1,
      select: videoSelect,
    }),
    db.datasetVideo.count({ where }),
  ]);
  const { items, next } = cutPage(rows, { limit, cursorOf: ({ position }) => position });
  const thumbnails = await thumbnailsOf(db, { datasetId, videoIds: items.map((row) => row.videoId) });
  return {
    items: items.map((row) => ({
      ...row,
      ...readVideo(row, dataset.slug),
      thumbnail: thumbnails.get(row.videoId) ?? null,
    })),
    ...{ next, total },
  };
}

/** A damaged row is shown as a video that cannot be used, with the reason in place of its message. */
function readVideo(row: { actions: unknown; state: string; message: string | null }, slug: string) {
  const actions = readStored(actionsSchema, row.actions);
  const state = readStored(videoStateSchema, row.state);
  if (actions !== null && state !== null) return { actions, state };
  const what = actions === null ? 'The labels of this video' : 'The state of this video';
  return {
    actions: actions ?? [],
    state: state ?? ('undecodable' as const),
    message: damagedText({ what, next: registerAgain(slug) }),
  };
}

async function thumbnailsOf(
  db: Db,
  { datasetId, videoIds }: { datasetId: string; videoIds: string[] },
): Promise<Map<string, Thumbnail>> {
  const rows = await db.clipFrames.findMany({
    where: { datasetId, videoId: { in: videoIds } },
    orderBy: [{ videoId: 'asc' }, { protocolKey: 'asc' }, { clip: 'asc' }],
    distinct: ['videoId'],
    select: {
      videoId: true,
      originalArtifactId: true,
      frames: true,
      columns: true,
      originalWidth: true,
      originalHeight: true,
    },
  });
  return new Map(
    rows.map((row) => [
      row.videoId,
      {
        artifactId: row.originalArtifactId,
        frame: Math.floor(row.frames / 2),
        frames: row.frames,
        columns: row.columns,
        width: row.originalWidth,
        height: row.originalHeight,
      },
    ]),
  );
}
