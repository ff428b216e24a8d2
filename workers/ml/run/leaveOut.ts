import { AppError } from '@/domain/errors';
import { isVideoFault } from '@/workers/ml/data/videoFault';
import type { VideoItem } from '@/workers/ml/data/videoItem';

/** Videos that the import could read and the run cannot: why, by path. */
export type LeftOut = Map<string, string>;

/** More than a tenth of a split is no damage to a few files but a disk that is away or a folder that was moved. */
const tolerableShare = 0.1;
/** So many may always be left out of a small split, unless nothing remains. */
const tolerableVideos = 2;

/** @throws AppError video_undecodable where too many videos of a split are left out */
export function assertFew(items: readonly VideoItem[], leftOut: LeftOut, split: 'training' | 'test'): void {
  const gone = items.filter(({ path }) => leftOut.has(path));
  const most = Math.min(Math.max(tolerableVideos, Math.floor(tolerableShare * items.length)), items.length - 1);
  const [first] = gone;
  if (!first || gone.length <= most) return;
  throw new AppError(
    'video_undecodable',
    `${gone.length} of ${items.length} ${split} videos can no longer be read: is their disk away, or was the folder moved? The first one: ${leftOut.get(first.path)} A run leaves out a tenth at most. Put the videos back, or import the folder again, then retry.`,
  );
}

/**
 * Training videos with the place of each that is left out taken by the next one that can be read: all other videos keep their clips,
 * crops and flips, which are drawn by place.
 */
export function withStandIns(items: readonly VideoItem[], leftOut: LeftOut): VideoItem[] {
  const standIn = (place: number) => {
    for (let step = 0; step < items.length; step++) {
      const item = items[(place + step) % items.length];
      if (item && !leftOut.has(item.path)) return item;
    }
    throw new RangeError('every training video is left out');
  };
  return items.map((_, place) => standIn(place));
}

/** What to tell people: a sentence with the count, then one a video. Empty where nothing is left out. */
export function leftOutText(splits: { train: readonly VideoItem[]; test: readonly VideoItem[] }, leftOut: LeftOut) {
  const told = (items: readonly VideoItem[], split: string) =>
    items.flatMap(({ id, path }) => (leftOut.has(path) ? [`${id} (${split}): ${leftOut.get(path)}`] : []));
  const videos = [...told(splits.train, 'training'), ...told(splits.test, 'test')];
  const of = splits.train.length + splits.test.length;
  if (videos.length === 0) return [];
  const head = `${videos.length} of ${of.toLocaleString('en-GB')} videos could not be read and are left out: others stand in for them in training, in the test they rank last.`;
  return [head, ...videos];
}

/** The video that an error speaks of, where it speaks of one of these. */
export function faultyVideo(error: unknown, items: readonly VideoItem[]): VideoItem | null {
  if (!isVideoFault(error)) return null;
  const speaksOf = ({ path }: VideoItem) => error.message.includes(` ${path} `);
  return items.find(speaksOf) ?? null;
}
