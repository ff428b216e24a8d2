import { mulberry32, type Random } from '@/domain/random';
import { elementCount } from '@/workers/ml/engine/tensor';
import type { BackboneSpec } from './backboneSpec';

/**
 * First values of the weights: drawn from one mulberry32 stream in the order in which they are asked for, in PyTorch's layout.
 * The same seed gives the same network on every machine.
 */
export function createInitialWeights({ initialisation }: BackboneSpec, seed: number) {
  const random = mulberry32(seed);
  return {
    convolution(shape: readonly number[]): Float32Array {
      const [outputs = 1, inputs = 1, ...kernel] = shape;
      const taps = elementCount(kernel);
      return initialisation.convolutions === 'uniform_fan_in'
        ? uniform(random, elementCount(shape), 1 / Math.sqrt(inputs * taps))
        : normal(random, elementCount(shape), Math.sqrt(2 / (outputs * taps)));
    },
    classifier(classes: number, features: number): { weight: Float32Array; bias: Float32Array } {
      const bound = 1 / Math.sqrt(features);
      const weight = uniform(random, classes * features, bound);
      const bias =
        initialisation.classifierBias === 'uniform_fan_in'
          ? uniform(random, classes, bound)
          : new Float32Array(classes).fill(initialisation.classifierBias);
      return { weight, bias };
    },
  };
}

function uniform(random: Random, count: number, bound: number): Float32Array {
  return Float32Array.from({ length: count }, () => (2 * random() - 1) * bound);
}

/** Box-Muller, two draws a value. */
function normal(random: Random, count: number, deviation: number): Float32Array {
  return Float32Array.from({ length: count }, () => {
    const radius = Math.sqrt(-2 * Math.log(1 - random()));
    return deviation * radius * Math.cos(2 * Math.PI * random());
  });
}
