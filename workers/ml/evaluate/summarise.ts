import { scoreVideos } from '@/domain/averagePrecision';
import type { EvaluatedVideo } from '@/domain/evaluatedVideo';
import { sampledScore } from '@/domain/sampledScore';
import { videoLabels } from '@/workers/ml/data/labels';
import type { RunData } from '@/workers/ml/run/runData';
import type { EvaluationResult } from '@/workers/ml/run/runHost';

type Summary = Pick<EvaluationResult, 'summary' | 'sampledMap' | 'boxHitRate' | 'unreadable'>;

/**
 * What an evaluation comes to.
 * @param videos all of the split in its order; a row without scores ranks last
 */
export function summarise(videos: EvaluatedVideo[], data: RunData): Summary {
  const classes = data.classes.length;
  const items = new Map([...data.test, ...data.unusableTest].map((item) => [item.id, item]));
  const scores = videos.map((video) => video.scores);
  const labels = videos.map(({ id }) => videoLabels(items.get(id) ?? { actions: [] }, classes));
  const sampled = videos.map(({ sampledClasses }) => sampledClasses);
  // The centre box of a clip without saliency is no finding: it neither hits nor misses.
  const hits = videos.flatMap(({ hits: all, noSaliency }) =>
    (all ?? []).filter((hit, clip) => hit >= 0 && !noSaliency?.includes(clip)),
  );
  return {
    summary: scoreVideos(scores, labels, classes),
    sampledMap: sampledScore(scores, sampled, classes),
    boxHitRate: hits.length > 0 ? hits.reduce((a, b) => a + b, 0) / hits.length : null,
    unreadable: videos.filter((video) => video.scores.length === 0).length,
  };
}
