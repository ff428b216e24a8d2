import { executeNow } from '@/workers/ml/engine/execute';
import { freeNow, isAlive } from '@/workers/ml/engine/scope';
import { elementCount, type Tensor } from '@/workers/ml/engine/tensor';
import type { ProgramSession } from './currentProgram';
import type { Form, Source, Trace, TracedOp } from './trace';

/** Runs ops one by one and traces them. */
export type Tracer = Pick<ProgramSession, 'execute' | 'release'> & {
  /** Bytes that were given back although the trace needs them: run as one, they live until its end. */
  heldBytes(): number;
  /** @returns what was seen, null where nothing was */
  finish(goesOn: boolean): Trace | null;
};

export function createTracer(): Tracer {
  const ops: TracedOp[] = [];
  const made: Tensor[][] = [];
  const inputs: Form[] = [];
  const sources = new Map<Tensor, Source>();
  let held = 0;

  function sourceOf(tensor: Tensor): Source {
    const known = sources.get(tensor);
    if (known) return known;
    const source = { input: inputs.push({ shape: tensor.shape, dtype: tensor.dtype }) - 1 };
    sources.set(tensor, source);
    return source;
  }

  return {
    execute(name, tensors, attributes, count) {
      const outputs = executeNow(name, tensors, attributes, count);
      const op = ops.length;
      const forms = outputs.map(({ shape, dtype }) => ({ shape, dtype }));
      ops.push({ name, attributes, sources: tensors.map(sourceOf), outputs: forms });
      for (const [output, tensor] of outputs.entries()) sources.set(tensor, { op, output });
      made.push(outputs);
      return outputs;
    },
    release(tensor) {
      const source = sources.get(tensor);
      if (source && 'input' in source) held += 4 * elementCount(tensor.shape);
      freeNow(tensor);
    },
    heldBytes: () => held,
    finish(goesOn) {
      if (ops.length === 0) return null;
      const results = made.flatMap((outputs, op) =>
        outputs.flatMap((tensor, output) => (isAlive(tensor) ? [{ op, output }] : [])),
      );
      return { ops, inputs, results, goesOn };
    },
  };
}
