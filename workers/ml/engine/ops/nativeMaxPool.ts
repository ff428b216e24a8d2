import { execute, executeOne } from '@/workers/ml/engine/execute';
import { type Attribute, attribute } from '@/workers/ml/engine/nativeBinding';
import { dispose, scope } from '@/workers/ml/engine/scope';
import type { Tensor } from '@/workers/ml/engine/tensor';
import { createTensor, readTensor } from '@/workers/ml/engine/transfer';
import { shapeOnly } from './arrange';
import { oneDnnKernel, probe } from './oneDnn';

/** Window and strides over T, H, W; no padding. */
export type PoolWindow = { kernel: readonly [number, number, number]; strides: readonly [number, number, number] };
/** What the gradient of a native pool needs: which element of each window won, and the shapes. */
export type NativePooled = { positions: Tensor; inputShape: readonly number[]; outputShape: readonly number[] };

/**
 * Whether libtensorflow has oneDNN's max pooling, the kernels it uses inside rewritten graphs. They remember which element won,
 * so that their gradient is 30 times faster than the public `MaxPoolGrad` (which searches again, element by element) and the
 * first of equal maxima wins, in three dimensions too. On the CPU only; found out by trying.
 */
export const hasNativeMaxPool = probe(firstOfEqualsWins);

/** @param x (N, T, H, W, C) @returns y (N, T', H', W', C), and what the gradient needs; neither x nor y has to live on for that */
export function nativeMaxPool(x: Tensor, window: PoolWindow): { y: Tensor; pooled: NativePooled } {
  const [y, positions] = execute('_MklNativeMaxPool3D', [x], attributesOf(window), 2);
  if (!y || !positions) throw new Error('_MklNativeMaxPool3D returned too little');
  return { y, pooled: { positions, inputShape: x.shape, outputShape: y.shape } };
}

/** Gradient at x, of x's shape. */
export function nativeMaxPoolGradient(dy: Tensor, pooled: NativePooled, window: PoolWindow): Tensor {
  const { positions, inputShape, outputShape } = pooled;
  const [x, y] = [shapeOnly(inputShape), shapeOnly(outputShape)];
  const dx = executeOne('_MklNativeMaxPool3DGrad', [x, y, dy, positions], attributesOf(window));
  dispose(x, y);
  return dx;
}

function attributesOf({ kernel, strides }: PoolWindow): Attribute[] {
  return [
    attribute.int('ksize', [1, ...kernel, 1]),
    attribute.int('strides', [1, ...strides, 1]),
    attribute.string('padding', 'VALID'),
    attribute.string('data_format', 'NDHWC'),
    attribute.bool('workspace_enabled', true),
    oneDnnKernel,
  ];
}

/** Two windows of three equal values: the gradient must go to element 0 and element 2. */
function firstOfEqualsWins(): boolean {
  const window: PoolWindow = { kernel: [1, 1, 3], strides: [1, 1, 2] };
  return scope(() => {
    const x = createTensor(new Float32Array(5).fill(1), [1, 1, 1, 5, 1]);
    const dy = createTensor(Float32Array.of(2, 3), [1, 1, 1, 2, 1]);
    const gradient = nativeMaxPoolGradient(dy, nativeMaxPool(x, window).pooled, window);
    return readTensor(gradient).join() === '2,0,3,0,0';
  });
}
