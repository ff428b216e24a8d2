import { executeInto, executeNow } from '@/workers/ml/engine/execute';
import type { Attribute } from '@/workers/ml/engine/nativeBinding';
import { freeNow, isAlive, track } from '@/workers/ml/engine/scope';
import { pending, Tensor } from '@/workers/ml/engine/tensor';
import type { ProgramSession } from './currentProgram';
import { type Source, sameAttributes, sameForm, sameSource, type Trace } from './trace';

/** Computes nothing while the ops come as traced, and then replays all of them as one. */
export type Replayer = Pick<ProgramSession, 'execute' | 'release'> & {
  /** Whether everything that was traced has come. */
  isComplete(): boolean;
  /** Runs what has come. @returns false: it was not as traced, and ran op by op */
  finish(): boolean;
  /** Forgets what has come: nothing will be computed. */
  discard(): void;
};

type Deferred = { name: string; inputs: readonly Tensor[]; attributes: Attribute[]; outputs: Tensor[] };

/** @param call runs the trace as one op: inputs, results */
export function createReplayer(trace: Trace, call: (inputs: Tensor[], results: Tensor[]) => void): Replayer {
  const deferred: Deferred[] = [];
  const inputs: Tensor[] = [];
  const sources = new Map<Tensor, Source>();
  const released: Tensor[] = [];
  let astray = false;

  function isTraced(tensor: Tensor, traced: Source): boolean {
    const known = sources.get(tensor);
    if (known) return sameSource(known, traced);
    const form = 'input' in traced && inputs.length === traced.input ? trace.inputs[traced.input] : undefined;
    if (tensor.id === pending || !form || !sameForm(tensor, form)) return false;
    sources.set(tensor, { input: inputs.push(tensor) - 1 });
    return true;
  }

  /** From here on op by op. What nobody has asked to keep is freed as soon as no op that has come needs it. */
  function leaveTrace(): void {
    astray = true;
    const lastUse = new Map<Tensor, number>();
    for (const [op, { inputs: tensors, outputs }] of deferred.entries())
      for (const tensor of [...tensors, ...outputs]) lastUse.set(tensor, op);
    const dead = new Set(released.splice(0));
    for (const { outputs } of deferred) for (const tensor of outputs) if (!isAlive(tensor)) dead.add(tensor);
    try {
      for (const [op, { name, inputs: tensors, attributes, outputs }] of deferred.entries()) {
        executeInto(name, tensors, attributes, outputs);
        for (const tensor of [...tensors, ...outputs]) {
          if (lastUse.get(tensor) === op && dead.delete(tensor)) freeNow(tensor);
        }
      }
    } finally {
      for (const tensor of dead) freeNow(tensor);
    }
  }

  function freeReleased(): void {
    for (const tensor of released.splice(0)) freeNow(tensor);
  }

  return {
    execute(name, tensors, attributes, count) {
      const op = deferred.length;
      const traced = astray ? undefined : trace.ops[op];
      const asTraced =
        traced?.name === name &&
        traced.outputs.length === count &&
        traced.sources.length === tensors.length &&
        sameAttributes(traced.attributes, attributes) &&
        traced.sources.every((source, k) => tensors[k] && isTraced(tensors[k], source));
      if (!asTraced) {
        if (!astray) leaveTrace();
        return executeNow(name, tensors, attributes, count);
      }
      const outputs = traced.outputs.map(({ shape, dtype }) => track(new Tensor(pending, shape, dtype)));
      for (const [output, tensor] of outputs.entries()) sources.set(tensor, { op, output });
      deferred.push({ name, inputs: tensors, attributes, outputs });
      return outputs;
    },
    release(tensor) {
      if (astray) freeNow(tensor);
      else if (tensor.id !== pending) released.push(tensor);
    },
    isComplete: () => !astray && deferred.length === trace.ops.length,
    finish() {
      if (astray) return false;
      const results = deferred.flatMap(({ outputs }) => outputs.filter(isAlive));
      const traced = trace.results.map(({ op, output }) => deferred[op]?.outputs[output]);
      const asTraced = deferred.length === trace.ops.length && results.length === traced.length;
      if (!asTraced || results.some((tensor, k) => tensor !== traced[k])) {
        leaveTrace();
        return false;
      }
      try {
        call(inputs, results);
      } finally {
        freeReleased();
      }
      return true;
    },
    discard: freeReleased,
  };
}
