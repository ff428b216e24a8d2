import type { EvaluatedVideo, SaliencyCount } from '@/domain/evaluatedVideo';

/** How many clips of the videos that could be read were asked where they are salient, and how many of them have no saliency. */
export function saliencyCount(videos: EvaluatedVideo[], clipsAVideo: number): SaliencyCount {
  const read = videos.filter(({ scores }) => scores.length > 0);
  return {
    clips: read.length * clipsAVideo,
    without: read.reduce((sum, { noSaliency }) => sum + (noSaliency?.length ?? 0), 0),
  };
}
