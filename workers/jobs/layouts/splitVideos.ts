import type { DatasetSplit } from '@/domain/datasetSplits';
import type { AppError } from '@/domain/errors';
import type { ListRow } from './lists/listRows';
import { hashOf } from './videoIds';

const testShare = 0.2;

type Splittable = { path: string; rows: Pick<ListRow, 'line' | 'split'>[] };

/**
 * Who is tested on: as the column `split` says, or, where nobody says anything, the fifth of the videos whose paths have the smallest
 * SHA-256 (at least one of two or more): the same videos give the same split on every machine.
 * @throws AppError dataset_invalid where the column contradicts itself or says nothing about a video
 */
export function splitVideos(
  videos: Splittable[],
  refuse: (line: number, reason: string) => AppError,
): { splits: DatasetSplit[]; note: string } {
  const said = videos.some(({ rows }) => rows.some(({ split }) => split !== null));
  if (said) {
    const note = 'The column split of the CSV says which videos are for training and which for testing.';
    return { splits: videos.map((video) => splitOf(video, refuse)), note };
  }
  const tested = videos.length < 2 ? 0 : Math.max(1, Math.round(testShare * videos.length));
  const hashed = videos.map(({ path }) => ({ path, hash: hashOf(path) })).sort((a, b) => (a.hash < b.hash ? -1 : 1));
  const test = new Set(hashed.slice(0, tested).map(({ path }) => path));
  const note = `The CSV has no column split: the ${tested} videos (a fifth) whose paths have the smallest SHA-256 are for testing, the rest for training.`;
  return { splits: videos.map(({ path }) => (test.has(path) ? 'test' : 'train')), note };
}

function splitOf({ path, rows }: Splittable, refuse: (line: number, reason: string) => AppError): DatasetSplit {
  const first = rows.find(({ split }) => split !== null);
  if (!first?.split) throw refuse(rows[0]?.line ?? 1, `no line says to which split ${path} belongs`);
  const other = rows.find(({ split }) => split !== null && split !== first.split);
  if (other) throw refuse(other.line, `${path} is in ${other.split} here, but in ${first.split} on line ${first.line}`);
  return first.split;
}
