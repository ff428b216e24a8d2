import { scoreVideos } from '@/domain/averagePrecision';
import type { FinishedVideo } from '@/domain/evaluatedVideo';
import { mulberry32, namedStream } from '@/domain/random';
import { secondViews } from '@/domain/secondViews';
import { type VariantId, variantOf } from '@/domain/variants';
import type { NewEvaluation } from '@/server/evaluations/newEvaluation';

export const seedClasses = 8;
const clips = 3;

/** Classes of a made-up test video: one or two of eight, every fiftieth none. */
export function seedLabels(index: number): number[] {
  if (index % 50 === 49) return [];
  const random = mulberry32(namedStream('labels', index));
  const first = Math.floor(random() * seedClasses);
  return random() < 0.45 ? [first, (first + 3) % seedClasses].sort((a, b) => a - b) : [first];
}

/** How often a row sees which way the ribs go: what separates the rows of Table 2 on MicroCharades. */
function skill(variant: VariantId, fusion: string, seed: number): number {
  const { secondView, cropSource } = variantOf(variant);
  const sees = (secondView === 'attention' || secondView === 'true_box') && cropSource === 'original';
  const lucky = secondView === 'random_crop' && cropSource === 'original';
  const worse = (secondView === 'random_crop' || secondView === 'center_crop') && cropSource === 'upscaled';
  const wobble = mulberry32(namedStream('skill', variant, fusion, seed))() * 0.03;
  return (sees ? 0.925 : lucky ? 0.64 : worse ? (fusion === 'late_fusion' ? 0.5 : 0.53) : 0.55) + wobble;
}

/** An evaluation as a run would report it, with made-up scores whose mAP is counted by the real scorer. */
export function seedScores({
  variant,
  fusion,
  seed,
  videoIds,
  checkpointStep,
}: {
  variant: VariantId;
  fusion: string;
  seed: number;
  videoIds: string[];
  checkpointStep: number;
}): Pick<NewEvaluation, 'summary' | 'sampledMap' | 'boxHitRate' | 'checkpointStep' | 'mapSide'> & {
  videos: FinishedVideo[];
} {
  const able = skill(variant, fusion, seed);
  const { secondView } = variantOf(variant);
  const rates = { attention: 0.975, true_box: 1, random_crop: 0.18, center_crop: 0.12, repeat: 0, none: 0 };
  const withBox = secondViews[secondView].needsBox;
  const videos = videoIds.map((id, position) => {
    const random = mulberry32(namedStream('scores', variant, fusion, seed, id));
    const labels = seedLabels(position);
    const means = Array.from({ length: seedClasses }, () => 0.02 + 0.1 * random() ** 3);
    for (const label of labels) {
      const sure = random() < able;
      const own = sure ? 0.85 + 0.14 * random() : 0.35 + 0.3 * random();
      means[label] = own;
      if (!labels.includes(label ^ 1)) means[label ^ 1] = Math.max(means[label ^ 1]!, 1 - own - 0.05 * random());
    }
    const clipScores = Float32Array.from({ length: clips * seedClasses }, (_, k) =>
      k < seedClasses ? means[k]! : means[k % seedClasses]! * (0.7 + 0.3 * random()),
    );
    const hits: number[] | null = withBox
      ? Array.from({ length: clips }, () => (random() < rates[secondView] ? 1 : 0))
      : null;
    const box = { top: 0.1 + 0.5 * random(), left: 0.1 + 0.5 * random(), height: 0.5, width: 0.5 };
    const boxes = withBox ? [box, box, box] : null;
    return {
      ...{ id, position, scores: Float32Array.from(means), clipScores, boxes, hits },
      ...{ sampledClasses: labels, maps: null },
    };
  });
  const labels = videoIds.map((_, index) => {
    const classes = seedLabels(index);
    return Array.from({ length: seedClasses }, (_, c) => (classes.includes(c) ? 1 : 0));
  });
  const rated = videos.flatMap(({ hits }) => hits ?? []);
  const summary = scoreVideos(
    videos.map(({ scores }) => scores),
    labels,
    seedClasses,
  );
  return {
    ...{ videos, summary, sampledMap: summary.mAP },
    boxHitRate: rated.length > 0 ? rated.reduce((a, b) => a + b, 0) / rated.length : null,
    checkpointStep,
    mapSide: null,
  };
}
