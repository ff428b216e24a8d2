import { beforeAll, describe, expect, it } from 'vitest';
import { backbones } from '@/domain/backbones';
import type { Objective } from '@/domain/objectives';
import {
  goldenI3d,
  goldenI3dClip,
  goldenI3dMap,
  goldenI3dState,
  goldenI3dTarget,
  i3dClasses,
  i3dSide,
} from '@/test/support/goldenI3d';
import { createSaliencySource } from '@/workers/ml/attention/saliencySource';
import { startEngine } from '@/workers/ml/engine/startEngine';
import { clipLoss } from '@/workers/ml/losses/clipLoss';
import { createTemporalUpsampling } from '@/workers/ml/losses/temporalUpsampling';
import { createFrozenNetwork, type FrozenNetwork } from '@/workers/ml/models/frozenNetwork';
import { resnet50I3d } from '@/workers/ml/models/resnet50I3d';
import { boxSearch } from '@/workers/ml/saliency/boxSearch';
import { objectiveFunctions } from '@/workers/ml/saliency/objectives/objectiveFunctions';

const patience = 180_000;
const backbone = backbones.resnet50_i3d;

let network: FrozenNetwork;
beforeAll(() => {
  startEngine({ threads: 1, device: 'cpu' });
  network = createFrozenNetwork({ spec: resnet50I3d, classes: i3dClasses, state: goldenI3dState() });
}, patience);

type Case = { frames: 16 | 40; name: string; objective: Objective; loss: 'sum' | 'row_mean' };
const objectivesOf = { cross_entropy_sum: 'cross_entropy', cross_entropy_row_mean: 'cross_entropy' } as const;

/** Every map of the fixture that an objective of ours makes (the loss of the video alone is none). */
const cases: Case[] = ([16, 40] as const).flatMap((frames) =>
  Object.keys(goldenI3d[`T${frames}`].saliency)
    .filter((name) => name !== 'cross_entropy_video')
    .map((name) => ({
      frames,
      name,
      objective: name in objectivesOf ? objectivesOf[name as keyof typeof objectivesOf] : (name as Objective),
      loss: name.endsWith('row_mean') ? ('row_mean' as const) : ('sum' as const),
    })),
);

const clipOf = (frames: number) => ({ frames, side: i3dSide, labels: goldenI3dTarget(frames) });
const sourceOf = (frames: number, loss: 'sum' | 'row_mean') =>
  createSaliencySource(network, {
    backbone,
    geometry: { ...backbone.clip, frames },
    classes: i3dClasses,
    loss,
  });

describe.each([16, 40] as const)('ResNet50-I3D on %i frames', (frames) => {
  const expected = goldenI3d[`T${frames}`];
  const steps = Math.ceil(frames / 8) - 1;
  const upsampling = createTemporalUpsampling(steps, frames, backbone.upsampling);

  it(
    'has the logits and losses of the reference',
    () => {
      const logits = sourceOf(frames, 'sum').logits(goldenI3dClip(frames));
      const wanted = expected.logits.flat();
      expect(logits).toHaveLength(wanted.length);
      expect(Math.max(...wanted.map((value, i) => Math.abs(value - logits[i]!)))).toBeLessThan(1e-3);
      for (const loss of ['sum', 'row_mean'] as const) {
        const input = { logits, offset: 0, classes: i3dClasses, frameLabels: clipOf(frames).labels, upsampling, loss };
        const found = clipLoss(input, null);
        expect(found.video / expected.L_video).toBeCloseTo(1, 4);
        expect(found.frame / expected.L_frame).toBeCloseTo(1, 4);
        expect(found.total / expected[loss]).toBeCloseTo(1, 4);
      }
    },
    patience,
  );
});

describe.each(cases)('saliency of $name on $frames frames', ({ frames, name, objective, loss }) => {
  const expected = goldenI3d[`T${frames}`].saliency[name]!;

  it(
    'has the value, map and box of the reference',
    async () => {
      const frameLabels = clipOf(frames).labels;
      const clip = { frameLabels } as Parameters<ReturnType<typeof createSaliencySource>['saliency']>[1][number];
      const { logits, maps } = sourceOf(frames, loss).saliency(goldenI3dClip(frames), [clip], objective);
      const steps = Math.ceil(frames / 8) - 1;
      const upsampling = createTemporalUpsampling(steps, frames, backbone.upsampling);
      const input = {
        logits,
        offset: 0,
        steps,
        classes: i3dClasses,
        over: 'steps' as const,
        frameLabels,
        upsampling,
        loss,
      };
      const value = objectiveFunctions[objective](input, new Float32Array(logits.length));
      expect(value / expected.objective).toBeCloseTo(1, 4);

      expect(Math.abs(maps.reduce((a, b) => a + b, 0) / expected.whole_sum - 1)).toBeLessThan(2e-3);
      const box = boxSearch(maps, { offset: 0, height: i3dSide, width: i3dSide, box: backbone.clip.boxSide });
      expect(Math.abs(box.sum / expected.box_sum - 1)).toBeLessThan(2e-3);
      const allowed = [expected.box_top_left, ...expected['positions_within_1e-4_of_max_sum']];
      expect(allowed).toContainEqual([box.top, box.left]);
      if (expected.map_png) expectSameMap(maps, await goldenI3dMap(expected.map_png), expected.max);
    },
    patience,
  );
});

/** Correlation, and 99 % of the pixels within 1 % of the maximum: single ones sit on a switch of a ReLU or a pool. */
function expectSameMap(map: Float32Array, shares: Float64Array, maximum: number): void {
  const pairs = Array.from(map, (value, i) => [value / maximum, shares[i]!] as const);
  const meanOf = (k: 0 | 1) => pairs.reduce((sum, pair) => sum + pair[k], 0) / pairs.length;
  const means = [meanOf(0), meanOf(1)] as const;
  const moment = (a: 0 | 1, b: 0 | 1) =>
    pairs.reduce((sum, pair) => sum + (pair[a] - means[a]) * (pair[b] - means[b]), 0);
  expect(moment(0, 1) / Math.sqrt(moment(0, 0) * moment(1, 1))).toBeGreaterThan(0.999);
  const near = pairs.filter(([ours, theirs]) => Math.abs(ours - theirs) < 0.01).length;
  expect(near / pairs.length).toBeGreaterThan(0.99);
}
