import type { VariantId } from '@/domain/variants';
import type { VideoItem } from '@/workers/ml/data/videoItem';
import { clipStrips } from '@/workers/ml/evaluate/clipStrips';
import type { EvaluationSetting } from '@/workers/ml/evaluate/evaluateClips';
import { evaluateGroup } from '@/workers/ml/evaluate/evaluateGroup';
import type { RequestedMaps, RunHost } from './runHost';

type ServeInput = EvaluationSetting & {
  host: RunHost;
  /** Called between clips with the place among the requests known so far; may throw to stop. */
  onRequest(done: number, total: number): void;
};

/** Makes the maps and frames that somebody asked for and the disk budget had left out, until nothing more is asked for. */
export async function serveGalleryRequests(input: ServeInput): Promise<void> {
  const { host, config, data } = input;
  for (;;) {
    const requests = await host.galleryRequests();
    if (requests.length === 0) return;
    for (const [done, { videoId, variants }] of requests.entries()) {
      const onClips = () => input.onRequest(done, requests.length);
      onClips();
      const item = data.test.find(({ id }) => id === videoId);
      if (!item) {
        host.log('warn', `Video ${videoId} was asked for, but this run has not evaluated it.`);
        await host.fulfilRequest({ videoId, maps: [] });
        continue;
      }
      const frames = (await host.storedClipFrames([videoId])).has(videoId) ? [] : await clipStrips(config, data, item);
      if (frames.length > 0) await host.saveClipFrames(frames);
      const maps = await mapsOf(item, variants, { ...input, onClips });
      await host.fulfilRequest({ videoId, maps });
      const sizes = [...frames.flatMap(({ original, resized }) => [original, resized]), ...maps.map((map) => map.data)];
      const bytes = sizes.reduce((sum, { length }) => sum + length, 0);
      host.log('info', `Made the maps and frames of video ${videoId}: ${(bytes / 2 ** 20).toFixed(1)} MiB.`);
    }
  }
}

async function mapsOf(
  item: VideoItem,
  variants: VariantId[],
  input: EvaluationSetting & { onClips(): void },
): Promise<RequestedMaps['maps']> {
  const plans = input.config.evaluations.filter(
    ({ variant, objective }) => objective !== null && variants.includes(variant),
  );
  if (plans.length === 0) return [];
  const made = await evaluateGroup([{ item, position: 0 }], { ...input, plans, keepMaps: new Set([item.id]) });
  return plans.flatMap(({ variant }, k) => {
    const data = made[k]?.[0]?.maps;
    return data ? [{ variant, data }] : [];
  });
}
