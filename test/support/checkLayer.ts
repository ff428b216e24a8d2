import type * as tfjs from '@tensorflow/tfjs-node-gpu';
import { expect } from 'vitest';
import { scope } from '@/workers/ml/engine/scope';
import { elementCount } from '@/workers/ml/engine/tensor';
import { createTensor, readTensor } from '@/workers/ml/engine/transfer';
import type { ForwardMode, Layer } from '@/workers/ml/layers/layer';
import { randomArray, testRandom } from './random';
import type { Oracle } from './tfjsOracle';

export type LayerCheck = {
  oracle: Oracle;
  layer: Layer;
  inputShape: number[];
  mode?: ForwardMode;
  /** The same function in TF.js; parameters by their PyTorch names and layout. */
  expected(x: tfjs.Tensor, parameters: Record<string, tfjs.Tensor>): tfjs.Tensor;
  /** Relative to the largest value. */
  tolerance?: number;
  /** The same for difference quotients, which ReLUs and maxima that switch within the step disturb. */
  differenceTolerance?: number;
};

/**
 * A layer against automatic differentiation and against central differences: output, gradient at the input and at every
 * parameter, of the sum of the outputs times fixed random numbers.
 */
export function checkLayer(check: LayerCheck): void {
  const { oracle, layer, inputShape, mode, expected, tolerance = 2e-5, differenceTolerance = 0.03 } = check;
  const { tf } = oracle;
  const forwardMode = mode ?? { training: true, keep: true, dropoutSeed: 1 };
  const x = randomArray(elementCount(inputShape), 11);
  const parameters = layer.parameters();
  const names = parameters.map(({ name }) => name);
  const values = [x, ...parameters.map((parameter) => parameter.read())];
  const shapes = [inputShape, ...parameters.map(({ shape }) => [...shape])];

  const output = scope(() => {
    const y = layer.forward(createTensor(x, inputShape), { ...forwardMode, keep: false });
    return { values: readTensor(y), shape: [...y.shape] };
  });
  const weights = randomArray(output.values.length, 12);
  const own = gradients(layer, { x, inputShape, weights, mode: forwardMode });

  const inputs = values.map((array, k) => tf.tensor(array, shapes[k]!));
  const run = (...[first, ...rest]: tfjs.Tensor[]) =>
    expected(first!, Object.fromEntries(rest.map((tensor, k) => [names[k]!, tensor])));
  const y = run(...inputs);
  expect(output.shape).toEqual(y.shape);
  expectClose('output', output.values, y.dataSync<'float32'>(), tolerance);
  const loss = (...tensors: tfjs.Tensor[]) =>
    run(...tensors)
      .mul(tf.tensor(weights, y.shape))
      .sum() as tfjs.Scalar;
  const theirs = tf.grads(loss)(inputs);
  theirs.forEach((gradient, k) => {
    expect(own[k]!.length).toBe(values[k]!.length);
    expectClose(`gradient at ${names[k - 1] ?? 'the input'}`, own[k]!, gradient.dataSync<'float32'>(), 10 * tolerance);
  });
  checkByDifferences({ layer, inputShape, weights, mode: forwardMode, differenceTolerance }, values, own);
}

type Setting = {
  layer: Layer;
  inputShape: number[];
  weights: Float32Array;
  mode: ForwardMode;
  differenceTolerance: number;
};

/** Gradients at the input and the parameters, each asked for alone and together, which must agree to the bit. */
function gradients(
  layer: Layer,
  { x, inputShape, weights, mode }: { x: Float32Array; inputShape: number[]; weights: Float32Array; mode: ForwardMode },
): Float32Array[] {
  const pass = (want: { weights: boolean; input: boolean }) =>
    scope(() => {
      const input = createTensor(x, inputShape);
      const y = layer.forward(input, { ...mode, keep: true });
      const dx = layer.backward(createTensor(weights, y.shape), want);
      expect(dx !== undefined).toBe(want.input);
      if (dx) expect([...dx.shape]).toEqual(inputShape);
      const dParameters = layer.parameters().map((parameter) => {
        const { gradient } = parameter;
        expect(gradient !== undefined).toBe(want.weights);
        const values = gradient ? parameter.toTorch(readTensor(gradient)) : new Float32Array();
        parameter.clearGradient();
        return values;
      });
      return [dx ? readTensor(dx) : new Float32Array(), ...dParameters];
    });
  const both = pass({ weights: true, input: true });
  expect(pass({ weights: false, input: true })[0]).toEqual(both[0]);
  expect(pass({ weights: true, input: false }).slice(1)).toEqual(both.slice(1));
  return both;
}

const step = 3e-4;

/** A handful of coordinates of every array. */
function checkByDifferences(setting: Setting, values: Float32Array[], own: Float32Array[]): void {
  const parameters = setting.layer.parameters();
  const next = testRandom(13);
  values.forEach((array, k) => {
    const scale = Math.max(...own[k]!.map(Math.abs), 1e-3);
    for (let trial = 0; trial < 6; trial++) {
      const at = Math.floor(next() * array.length);
      const moved = (by: number) => {
        const copy = array.slice();
        copy[at]! += by;
        if (k > 0) parameters[k - 1]!.write(copy);
        const value = weightedOutput(setting, k === 0 ? copy : values[0]!);
        if (k > 0) parameters[k - 1]!.write(array);
        return value;
      };
      const slope = (moved(step) - moved(-step)) / (2 * step);
      const difference = Math.abs(slope - own[k]![at]!);
      expect(difference / scale, `difference quotient at array ${k}, element ${at}`).toBeLessThan(
        setting.differenceTolerance,
      );
    }
  });
}

function weightedOutput({ layer, inputShape, weights, mode }: Setting, x: Float32Array): number {
  const y = scope(() => readTensor(layer.forward(createTensor(x, inputShape), { ...mode, keep: false })));
  return y.reduce((sum, value, i) => sum + value * weights[i]!, 0);
}

/** Largest difference relative to the largest value. */
export function expectClose(what: string, got: Float32Array, wanted: ArrayLike<number>, tolerance: number): void {
  let largest = 1e-6;
  let difference = 0;
  for (let i = 0; i < wanted.length; i++) {
    largest = Math.max(largest, Math.abs(wanted[i]!));
    difference = Math.max(difference, Math.abs(got[i]! - wanted[i]!));
  }
  expect(got.length, what).toBe(wanted.length);
  expect(difference / largest, `relative difference of the ${what}`).toBeLessThan(tolerance);
}
