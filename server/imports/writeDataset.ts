import type { DatasetClass } from '@/domain/datasetClass';
import type { Tx } from '@/server/db';
import { storableJson } from '@/server/storable';
import { type ReadVideo, videosAStatement } from './readScans';

export type ImportedDataset = {
  slug: string;
  name: string;
  root: string;
  classes: DatasetClass[];
  videos: ReadVideo[];
};

/** Writes a data set with all its videos, in the place of one with the same short name. @returns its id */
export async function writeDataset(tx: Tx, { slug, name, root, classes, videos }: ImportedDataset): Promise<string> {
  const count = (split: string) => videos.filter((video) => video.split === split).length;
  const facts = { name, root, classes, trainVideos: count('train'), testVideos: count('test'), deletedAt: null };
  const { id } = await tx.dataset.upsert({
    where: { slug },
    create: { slug, ...facts },
    update: facts,
    select: { id: true },
  });
  await tx.datasetVideo.deleteMany({ where: { datasetId: id } });
  for (let first = 0; first < videos.length; first += videosAStatement)
    await insertVideos(tx, id, videos.slice(first, first + videosAStatement));
  return id;
}

async function insertVideos(tx: Tx, datasetId: string, videos: ReadVideo[]): Promise<void> {
  await tx.$executeRaw`
    insert into dataset_videos (dataset_id, video_id, split, position, classes, actions, length_seconds, path, kind, state, message,
      height, width, frames, duration)
    select ${datasetId}::uuid, id, split, position, classes, actions, length, path, kind, state, message, height, width, frames, duration
    from jsonb_to_recordset(${storableJson(videos.map(rowOf))}::jsonb)
      as v(id text, split text, position int, classes int[], actions jsonb, length float8, path text, kind text, state text,
        message text, height int, width int, frames int, duration float8)`;
}

function rowOf({ videoId, split, position, actions, lengthSeconds, path, kind, scan }: ReadVideo) {
  const classes = [...new Set(actions.map((action) => action.class))].sort((a, b) => a - b);
  const row = { id: videoId, split, position, classes, actions, path, kind, state: scan.state };
  if (scan.state !== 'ok') return { ...row, length: lengthSeconds ?? 0, message: scan.message };
  const { height, width, frames, durationSeconds: duration, remarks } = scan;
  const message = remarks.length === 0 ? null : remarks.join('; ');
  return { ...row, length: lengthSeconds ?? duration, message, height, width, frames, duration };
}
