import type { Action } from '@/domain/datasetClass';
import { type DatasetSplit, datasetSplitIds } from '@/domain/datasetSplits';
import { printable } from '@/domain/text/textFault';
import type { VideoKind } from '@/domain/videoStates';
import type { Db, Tx } from '@/server/db';
import { storableJson } from '@/server/storable';

export type DatasetVideo = {
  id: string;
  actions: Action[];
  lengthSeconds: number;
  /** The video file, or the folder of its frames; absolute. Left out: runs read the folder of the data set. */
  path?: string;
  kind?: VideoKind;
};
export type NewDataset = {
  slug: string;
  name: string;
  /** Absolute folder in the Charades layout. */
  root: string;
  /** In class order; `id` is the index. */
  classes: { id: number; name: string }[];
  train: DatasetVideo[];
  test: DatasetVideo[];
};

/**
 * Makes a data set known, or brings what is known about it up to date; its videos stay where they are.
 * @returns id of the dataset
 */
export function registerDataset(db: Db, dataset: NewDataset): Promise<string> {
  const { slug, name, root, train, test } = dataset;
  const classes = dataset.classes.map((item) => ({ id: classCode(item.id), name: printable(item.name) }));
  const facts = { name, root, classes, trainVideos: train.length, testVideos: test.length };
  return db.$transaction(
    async (tx) => {
      const { id } = await tx.dataset.upsert({
        where: { slug },
        create: { slug, ...facts },
        update: facts,
        select: { id: true },
      });
      await replaceVideos(tx, id, { train, test });
      return id;
    },
    { timeout: 120_000 },
  );
}

/** 8 -> "c008", as the class list of Charades writes it. */
function classCode(index: number): string {
  return `c${String(index).padStart(3, '0')}`;
}

async function replaceVideos(tx: Tx, datasetId: string, splits: Record<DatasetSplit, DatasetVideo[]>): Promise<void> {
  const rows = datasetSplitIds.flatMap((split) =>
    splits[split].map(({ id, actions, lengthSeconds, path = '', kind = 'video' }, position) => {
      const classes = [...new Set(actions.map((action) => action.class))].sort((a, b) => a - b);
      return { id, split, position, classes, actions, length: lengthSeconds, path, kind };
    }),
  );
  await tx.datasetVideo.deleteMany({ where: { datasetId } });
  await tx.$executeRaw`
    insert into dataset_videos (dataset_id, video_id, split, position, classes, actions, length_seconds, path, kind)
    select ${datasetId}::uuid, id, split, position, classes, actions, length, path, kind
    from jsonb_to_recordset(${storableJson(rows)}::jsonb)
      as v(id text, split text, position int, classes int[], actions jsonb, length float8, path text, kind text)`;
}
