import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatasetSplit } from '@/domain/datasetSplits';
import { AppError } from '@/domain/errors';
import { parseCharadesClasses } from './charadesClasses';
import { parseCharadesCsv } from './charadesCsv';
import { findFile } from './findFile';
import type { VideoDataset, VideoItem } from './videoItem';

/** Folders that may hold the videos, best first: at 320 pixels (Charades_v1_rgb) there is nothing to focus on. */
const videoFolders = ['videos', 'Charades_v1_480', 'Charades_v1'];

/**
 * Reads a data set in the layout of Charades: `*_train.csv`, `*_test.csv`, `*_classes.txt` and a folder of `<id>.mp4`.
 * Videos are not opened: a missing one shows when it is decoded.
 * @throws AppError dataset_missing (folder or file not there), dataset_invalid (file and line)
 */
export async function readCharades(root: string): Promise<VideoDataset> {
  const classes = parseCharadesClasses(await readNamed(root, /_classes\.txt$/, '*_classes.txt'));
  const folder = await findVideoFolder(root);
  const readSplit = async (split: DatasetSplit): Promise<VideoItem[]> => {
    const { text, file } = await readNamed(root, new RegExp(`_${split}\\.csv$`), `*_${split}.csv`);
    const { rows } = parseCharadesCsv({ text, file, classes: classes.length });
    return rows.map(({ line: _, ...item }) => ({
      ...item,
      path: join(folder, `${item.id}.mp4`),
      kind: 'video',
      state: 'ok',
    }));
  };
  const train = await readSplit('train');
  const test = await readSplit('test');
  const trained = new Set(train.map(({ id }) => id));
  const shared = test.find(({ id }) => trained.has(id));
  if (shared)
    throw new AppError(
      'dataset_invalid',
      `Video ${shared.id} of ${root} is in both splits: remove it from one of them.`,
    );
  return { classes, train, test };
}

async function readNamed(root: string, pattern: RegExp, what: string): Promise<{ text: string; file: string }> {
  const name = await findFile(root, pattern);
  if (name === null)
    throw new AppError('dataset_missing', `${root} holds no ${what}. Prepare the data set, or correct its folder.`);
  const file = join(root, name);
  return { text: await readFile(file, 'utf8'), file };
}

async function findVideoFolder(root: string): Promise<string> {
  for (const name of videoFolders) {
    const folder = join(root, name);
    if ((await stat(folder).catch(() => null))?.isDirectory()) return folder;
  }
  throw new AppError(
    'dataset_missing',
    `${root} holds no folder of videos (${videoFolders.join(', ')}). Prepare the data set, or put its videos there.`,
  );
}
