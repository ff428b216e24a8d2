import { describe, expect, it } from 'vitest';
import { type BackboneId, backboneIdSchema } from '@/domain/backbones';
import { networkVolumes } from '@/domain/memory/networkVolumes';
import { elementCount } from '@/workers/ml/engine/tensor';
import { convolvedShape, type VolumeShape } from '@/workers/ml/layers/convolution/convolution';
import { backboneLayout } from '@/workers/ml/models/backboneLayout';
import { backboneSpecs } from '@/workers/ml/models/backboneSpecs';
import { stateShapes } from '@/workers/ml/models/stateShapes';

/** Values that every convolution of the trained network gives, in the order of the state dict. */
function convolvedValues(id: BackboneId, frames: number, side: number): number[] {
  const spec = backboneSpecs[id];
  const { stem, stages } = backboneLayout(spec);
  const values: number[] = [];
  const convolve = (shape: VolumeShape, geometry: Parameters<typeof convolvedShape>[1]): VolumeShape => {
    const result = convolvedShape(shape, geometry);
    values.push(elementCount(result));
    return result;
  };
  const pool = (shape: VolumeShape, stage: number): VolumeShape =>
    spec.pools
      .filter(({ afterStage }) => afterStage === stage)
      .reduce(
        (before, { kernel, strides }) =>
          convolvedShape(before, { kernel, stride: strides, inputs: before[4], outputs: before[4] }),
        shape,
      );
  let shape = pool(convolve([1, frames, side, side, 3], stem.geometry), 0);
  stages.forEach((blocks, stage) => {
    for (const { units, shortcut } of blocks) {
      const from = shape;
      for (const { geometry } of units) shape = convolve(shape, geometry);
      if (shortcut) expect(convolve(from, shortcut.geometry)).toEqual(shape);
    }
    shape = pool(shape, stage + 1);
  });
  return values;
}

describe('the sizes behind the estimate of memory', () => {
  it.each(backboneIdSchema.options)('are those of the network that is trained: %s', (id) => {
    for (const [frames, side] of [
      [8, 56],
      [16, 224],
      [17, 201],
    ] as const) {
      const volumes = networkVolumes(id, { frames, side });
      expect(volumes.units.map(({ output }) => output)).toEqual(convolvedValues(id, frames, side));
    }
  });

  it.each(backboneIdSchema.options)('count the weights of the network, the classifier left out: %s', (id) => {
    const shapes = [...stateShapes(backboneSpecs[id], 8)];
    const trained = shapes.filter(([name]) => !/^fc\.|running_/.test(name));
    const { parameters, units } = networkVolumes(id, { frames: 16, side: 224 });
    expect(parameters).toBe(trained.reduce((sum, [, shape]) => sum + elementCount(shape), 0));
    const weights = trained.filter(([, shape]) => shape.length === 5);
    expect(units.map((unit) => unit.weights)).toEqual(weights.map(([, shape]) => elementCount(shape)));
  });
});
