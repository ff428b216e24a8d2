import type { ClipStrips } from '@/domain/clipStrips';
import { galleryOrder } from '@/domain/galleryOrder';
import type { RunConfig } from '@/domain/runConfig';
import type { VideoItem } from '@/workers/ml/data/videoItem';
import type { RunData } from '@/workers/ml/run/runData';
import type { RunHost } from '@/workers/ml/run/runHost';
import { clipStrips } from './clipStrips';

const mebibyte = 2 ** 20;
/** Raw frames in memory while strips are made, and videos at a time, at most. */
const rawBytes = 128 * mebibyte;
const mostVideos = 8;

type GalleryInput = {
  config: RunConfig;
  data: RunData;
  host: Pick<RunHost, 'keptMapBytes' | 'storedClipFrames' | 'saveClipFrames' | 'log'>;
  /** Evaluations to come that compute saliency. */
  saliencyMaps: number;
  /** Called between videos; may throw to stop. */
  onVideos(): void;
};

/**
 * Stores the frames of as many test videos as the disk budget of the run holds together with their maps, in an order that does not
 * depend on scores (domain/galleryOrder.ts): the same videos have everything in all evaluations. What counts are real bytes, those
 * of frames included that another run has stored and of maps of the run's earlier evaluations.
 * @returns ids of the videos whose maps are to be kept
 */
export async function makeGallery({ config, data, host, saliencyMaps, onVideos }: GalleryInput): Promise<Set<string>> {
  const { clip, protocol, galleryMiB } = config;
  const budget = galleryMiB * mebibyte;
  const mapBytes = saliencyMaps * protocol.clips * clip.side ** 2;
  const items = galleryOrder(data.test.length).flatMap((index) => data.test[index] ?? []);
  const stored = await host.storedClipFrames(items.map(({ id }) => id));
  const kept = new Set<string>();
  let used = await host.keptMapBytes();
  let full = false;
  for (let at = 0; at < items.length && !full; ) {
    const part = items.slice(at, at + videosAtATime(config, data, items[at]));
    at += part.length;
    const made = await Promise.all(part.map((item) => (stored.has(item.id) ? [] : clipStrips(config, data, item))));
    const fitting: ClipStrips[] = [];
    for (const [k, { id }] of part.entries()) {
      const strips = made[k] ?? [];
      const bytes = mapBytes + (stored.get(id) ?? sizeOf(strips));
      full ||= used + bytes > budget;
      if (full) break;
      used += bytes;
      kept.add(id);
      fitting.push(...strips);
    }
    if (fitting.length > 0) await host.saveClipFrames(fitting);
    onVideos();
  }
  const mebibytes = (used / mebibyte).toLocaleString('en-GB', { maximumFractionDigits: 1 });
  host.log(
    'info',
    `The gallery keeps maps and frames of ${kept.size} of ${items.length} videos (${mebibytes} of ${galleryMiB} MiB).`,
  );
  return kept;
}

/** Small videos are made side by side, of large ones one clip is in memory. */
function videosAtATime({ clip }: RunConfig, data: RunData, item: VideoItem | undefined): number {
  if (!item) return 1;
  const { width, height } = data.source.info(item.id);
  return Math.min(mostVideos, Math.max(1, Math.floor(rawBytes / (clip.frames * width * height * 3))));
}

function sizeOf(strips: ClipStrips[]): number {
  return strips.reduce((sum, { original, resized }) => sum + original.length + resized.length, 0);
}
