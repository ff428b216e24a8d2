import type { Box } from '@/domain/box';
import { mulberry32, namedStream } from '@/domain/random';
import { secondViews } from '@/domain/secondViews';
import { type VariantId, variantOf } from '@/domain/variants';
import type { ActionTruth } from '@/workers/ml/data/actionTruth';
import { boxSide, clipFrames, firstFrames, resizedSide, viewSide } from './galleryClips';

export const classCount = 8;
const offset = (resizedSide - viewSide) / 2;
const freedom = viewSide - boxSide;

type Subject = { variant: VariantId; seed: number; videoId: string; classes: number[]; truth: ActionTruth[] };
export type Prediction = {
  scores: number[];
  clipScores: number[];
  boxes: number[];
  hits: number[];
  maps: Uint8Array | null;
};

/** What a network might have said: attention finds the object and tells the ribs, Base guesses between the two directions. */
export function predictVideo(subject: Subject): Prediction {
  const { variant, seed, videoId, classes } = subject;
  const { secondView, cropSource } = variantOf(variant);
  const random = mulberry32(namedStream('gallery', variant, seed, videoId));
  const sees = secondView === 'attention' && cropSource === 'original';
  const sure = new Map(classes.map((cls) => [cls, sees || random() > 0.45 ? 0.93 : 0.25 + 0.5 * random()]));
  const clipScores = firstFrames.flatMap(() => {
    const row = Array.from({ length: classCount }, () => 0.02 + 0.06 * random());
    for (const [cls, mean] of sure) {
      const score = Math.min(0.995, mean + (random() - 0.5) * 0.12);
      row[cls] = score;
      if (!sure.has(cls ^ 1)) row[cls ^ 1] = 1 - score;
    }
    return row;
  });
  const scores = Array.from({ length: classCount }, (_, c) =>
    Math.max(...firstFrames.map((_, clip) => clipScores[clip * classCount + c]!)),
  );
  if (!secondViews[secondView].needsBox) return { scores, clipScores, boxes: [], hits: [], maps: null };
  const boxes = firstFrames.map((first) => placeBox(subject, { first, random }));
  return {
    scores,
    clipScores,
    boxes: boxes.flatMap(({ top, left, height, width }) => [top, left, height, width]),
    hits: boxes.map((box, clip) => hitShare(box, { first: firstFrames[clip]!, truth: subject.truth })),
    maps: secondView === 'attention' ? saliency(subject, random) : null,
  };
}

function activeCentres(truth: ActionTruth[], frame: number): [number, number][] {
  return truth.flatMap(({ start, centres }) => (centres[frame - start] ? [centres[frame - start]!] : []));
}

function placeBox({ variant, truth }: Subject, { first, random }: { first: number; random: () => number }): Box {
  const { secondView } = variantOf(variant);
  const inside = (value: number) => Math.min(freedom, Math.max(0, Math.round(value)));
  const [x, y] = activeCentres(truth, first + clipFrames / 2)[0] ?? [0.5, 0.5];
  const corner =
    secondView === 'center_crop'
      ? { y: freedom / 2, x: freedom / 2 }
      : secondView === 'random_crop'
        ? { y: random() * freedom, x: random() * freedom }
        : { y: y * resizedSide - offset - boxSide / 2, x: x * resizedSide - offset - boxSide / 2 };
  return {
    top: (offset + inside(corner.y)) / resizedSide,
    left: (offset + inside(corner.x)) / resizedSide,
    height: boxSide / resizedSide,
    width: boxSide / resizedSide,
  };
}

function hitShare(box: Box, { first, truth }: { first: number; truth: ActionTruth[] }): number {
  const active = Array.from({ length: clipFrames }, (_, t) => activeCentres(truth, first + t)).filter(
    (c) => c.length > 0,
  );
  if (active.length === 0) return -1;
  const holds = ([x, y]: [number, number]) =>
    x >= box.left && x < box.left + box.width && y >= box.top && y < box.top + box.height;
  return active.filter((centres) => centres.some(holds)).length / active.length;
}

/** uint8 (clips x side x side): hills around the active objects over a low noise, 255 = maximum. */
function saliency({ truth }: Subject, random: () => number): Uint8Array {
  const maps = new Uint8Array(firstFrames.length * viewSide * viewSide);
  firstFrames.forEach((first, clip) => {
    const centres = activeCentres(truth, first + clipFrames / 2);
    const map = Float64Array.from({ length: viewSide * viewSide }, (_, k) => {
      const y = (Math.floor(k / viewSide) + 0.5 + offset) / resizedSide;
      const x = ((k % viewSide) + 0.5 + offset) / resizedSide;
      const hills = centres.map(([cx, cy]) => Math.exp(-((x - cx) ** 2 + (y - cy) ** 2) / 0.006));
      return Math.max(0, ...hills) * (0.6 + 0.4 * random()) + 0.12 * random();
    });
    const peak = map.reduce((a, b) => Math.max(a, b), 0);
    map.forEach((value, k) => {
      maps[clip * map.length + k] = Math.round((value / peak) * 255);
    });
  });
  return maps;
}
