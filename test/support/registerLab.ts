import { registerDataset } from '@/server/datasets/registerDataset';
import type { Db } from '@/server/db';

const videos = (split: string) =>
  Array.from({ length: 4 }, (_, index) => ({
    id: `${split}${index}`,
    actions: index === 3 ? [] : [{ class: index % 2, start: 0, end: 1.5 }],
    lengthSeconds: 3,
  }));

/** Registers the data set "lab": two classes, four videos a split (one of them unlabelled), in a folder that tests choose. */
export function registerLab(db: Db, root: string): Promise<string> {
  const classes = ['red', 'green'].map((name, id) => ({ id, name }));
  return registerDataset(db, { slug: 'lab', name: 'Lab', root, classes, train: videos('train'), test: videos('test') });
}
