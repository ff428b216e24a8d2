import type { SaliencyCount } from '@/domain/evaluatedVideo';

/** The counts of an evaluation's row; null where no saliency was computed, or it is of a version that did not count. */
export function saliencyOf({
  saliencyClips,
  clipsWithoutSaliency,
}: {
  saliencyClips: number | null;
  clipsWithoutSaliency: number | null;
}): SaliencyCount | null {
  if (saliencyClips === null || clipsWithoutSaliency === null) return null;
  return { clips: saliencyClips, without: clipsWithoutSaliency };
}
