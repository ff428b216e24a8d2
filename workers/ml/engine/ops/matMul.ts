import { executeOne } from '@/workers/ml/engine/execute';
import { attribute } from '@/workers/ml/engine/nativeBinding';
import type { Tensor } from '@/workers/ml/engine/tensor';

/** a b of two matrices, each transposed first where asked. */
export function matMul(a: Tensor, b: Tensor, transpose: { a?: boolean; b?: boolean } = {}): Tensor {
  return executeOne(
    'MatMul',
    [a, b],
    [attribute.bool('transpose_a', transpose.a ?? false), attribute.bool('transpose_b', transpose.b ?? false)],
  );
}
