import { describe, expect, it } from 'vitest';
import { backboneSpecs } from '@/workers/ml/models/backboneSpecs';
import { stateShapes } from '@/workers/ml/models/stateShapes';
import { mapWeights } from '@/workers/ml/weights/mapWeights';

const shapes = stateShapes(backboneSpecs.resnet50_i3d, 157);
const array = (name: string, shape: number[], dtype = 'float32') => ({
  name,
  shape,
  dtype,
  place: name,
  read: () => new Float32Array(0),
});
const norm = (name: string, size: number) => [
  ...['weight', 'bias', 'running_mean', 'running_var'].map((part) => array(`${name}.${part}`, [size])),
  array(`${name}.num_batches_tracked`, [], 'int64'),
];

/** Names and shapes of a ResNet-50 for images (torchvision), or of PyVideoResearch's network: only the kernels differ. */
function resnet50({ time, classes }: { time: boolean; classes: number }) {
  const kernel = (name: string, [o, i]: [number, number], [t, h, w]: [number, number, number]) =>
    array(`${name}.weight`, time ? [o, i, t, h, w] : [o, i, h, w]);
  const arrays = [kernel('conv1', [64, 3], [5, 7, 7]), ...norm('bn1', 64)];
  let inputs = 64;
  for (const [stage, blocks] of [3, 4, 6, 3].entries()) {
    const width = 64 * 2 ** stage;
    for (let block = 0; block < blocks; block++) {
      const at = `layer${stage + 1}.${block}.`;
      arrays.push(kernel(`${at}conv1`, [width, inputs], [3, 1, 1]), ...norm(`${at}bn1`, width));
      arrays.push(kernel(`${at}conv2`, [width, width], [1, 3, 3]), ...norm(`${at}bn2`, width));
      arrays.push(kernel(`${at}conv3`, [4 * width, width], [1, 1, 1]), ...norm(`${at}bn3`, 4 * width));
      if (block === 0) {
        arrays.push(
          kernel(`${at}downsample.0`, [4 * width, inputs], [1, 1, 1]),
          ...norm(`${at}downsample.1`, 4 * width),
        );
      }
      inputs = 4 * width;
    }
  }
  arrays.push(array('fc.weight', time ? [classes, 2048, 1, 1, 1] : [classes, 2048]), array('fc.bias', [classes]));
  return arrays;
}

describe('the backbone of the paper', () => {
  it('takes all 267 arrays of a PyVideoResearch checkpoint of 320', () => {
    const arrays = resnet50({ time: true, classes: 157 });
    const { used, ignored, missing, wrongShape, classes } = mapWeights(arrays, { shapes, classes: 157 });
    expect(arrays).toHaveLength(320);
    expect(used).toHaveLength(267);
    expect(ignored).toHaveLength(53);
    expect({ missing, wrongShape, classes }).toEqual({ missing: [], wrongShape: [], classes: 157 });
    expect(used.reduce((sum, { shape }) => sum + shape.reduce((product, n) => product * n, 1), 0)).toBe(
      32_526_301 + 53_120,
    );
  });

  it('takes an ImageNet network inflated: the stem five-fold, every first kernel of a block three-fold', () => {
    const mapping = mapWeights(resnet50({ time: false, classes: 1000 }), { shapes, classes: 157 });
    expect(mapping).toMatchObject({
      inflated: true,
      classes: null,
      missing: [],
      wrongShape: [],
      headReplaced: { from: 1000, to: 157 },
    });
    const repeats = new Map(mapping.used.map((used) => [used.name, used.repeats]));
    expect(repeats.get('conv1.weight')).toBe(5);
    for (const [name, count] of repeats) {
      if (name !== 'conv1.weight') expect(count, name).toBe(/^layer\d\.\d\.conv1\.weight$/.test(name) ? 3 : 1);
    }
  });

  it('refuses single kernels without time in a network with time', () => {
    const arrays = resnet50({ time: true, classes: 157 }).map((entry) =>
      entry.name === 'layer2.1.conv2.weight' ? array(entry.name, [128, 128, 3, 3]) : entry,
    );
    const { wrongShape, inflated } = mapWeights(arrays, { shapes, classes: 157 });
    expect(inflated).toBe(false);
    expect(wrongShape).toEqual([
      { name: 'layer2.1.conv2.weight', found: [128, 128, 3, 3], wanted: [128, 128, 1, 3, 3] },
    ]);
  });

  it('leaves alone what belongs to another network beside it', () => {
    const arrays = [
      ...resnet50({ time: true, classes: 157 }),
      array('rpn.conv1.weight', [8, 8]),
      array('fc2.weight', [3]),
    ];
    const { ignored } = mapWeights(arrays, { shapes, classes: 157 });
    expect(ignored.filter(({ reason }) => !reason.includes('counter'))).toEqual([
      { name: 'rpn.conv1.weight', reason: 'the backbone has no array of this name' },
      { name: 'fc2.weight', reason: 'the backbone has no array of this name' },
    ]);
  });
});
