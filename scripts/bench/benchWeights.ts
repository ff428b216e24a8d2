import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { encodeTorchStateDict } from '@/domain/formats/torchFile';
import { encodeWeightsFile } from '@/workers/ml/checkpoint/weightsFile';
import { backboneSpecs } from '@/workers/ml/models/backboneSpecs';
import { createInitialWeights } from '@/workers/ml/models/initialWeights';
import type { StateDict } from '@/workers/ml/models/stateDict';
import { stateShapes } from '@/workers/ml/models/stateShapes';
import type { BenchTask } from './measurement';

const classesOf = { resnet50_i3d: 157, micro_i3d: 8 } as const;

/** The same fresh weights for both sides: ours as imported weights, PyTorch's as a state_dict that it loads itself. */
export async function benchWeights(backbone: BenchTask['backbone'], folder: string) {
  const classes = classesOf[backbone];
  const spec = backboneSpecs[backbone];
  const initial = createInitialWeights(spec, 1);
  const values = (name: string, shape: readonly number[]): Float32Array => {
    if (shape.length === 5) return initial.convolution(shape);
    const ones = /(bn\d|downsample\.1)\.weight$|running_var$/.test(name);
    return new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(ones ? 1 : 0);
  };
  const model: StateDict = new Map(
    [...stateShapes(spec, classes)].map(([name, shape]) => [name, { shape, data: values(name, shape) }]),
  );
  mkdirSync(folder, { recursive: true });
  const [weights, checkpoint] = ['safetensors', 'pth'].map((ending) => path.join(folder, `${backbone}.${ending}`));
  if (!weights || !checkpoint) throw new Error('no file names');
  writeFileSync(weights, encodeWeightsFile({ backbone, classes, source: 'benchmark', model }));
  writeFileSync(checkpoint, await encodeTorchStateDict(model));
  return { weights, checkpoint };
}
