import { executeInto, executeNow } from '@/workers/ml/engine/execute';
import type { Attribute } from '@/workers/ml/engine/nativeBinding';
import { freeNow, isAlive, track } from '@/workers/ml/engine/scope';
import { pending, Tensor } from '@/workers/ml/engine/tensor';
import type { ProgramSession } from './currentProgram';
import { type Plan, type Source, sameAttributes, sameForm, sameSource } from './plan';

/** Computes nothing while the ops come as planned, and then all of them as one. */
export type Follower = Pick<ProgramSession, 'execute' | 'release'> & {
  /** Whether everything that was planned has come. */
  isComplete(): boolean;
  /** Runs what has come. @returns false: it was not as planned, and ran op by op */
  finish(): boolean;
  /** Forgets what has come: nothing will be computed. */
  discard(): void;
};

type Deferred = { name: string; inputs: readonly Tensor[]; attributes: Attribute[]; outputs: Tensor[] };

/** @param call runs the plan as one op: inputs, results */
export function createFollower(plan: Plan, call: (inputs: Tensor[], results: Tensor[]) => void): Follower {
  const deferred: Deferred[] = [];
  const inputs: Tensor[] = [];
  const sources = new Map<Tensor, Source>();
  const released: Tensor[] = [];
  let astray = false;

  function isPlanned(tensor: Tensor, planned: Source): boolean {
    const known = sources.get(tensor);
    if (known) return sameSource(known, planned);
    const form = 'input' in planned && inputs.length === planned.input ? plan.inputs[planned.input] : undefined;
    if (tensor.id === pending || !form || !sameForm(tensor, form)) return false;
    sources.set(tensor, { input: inputs.push(tensor) - 1 });
    return true;
  }

  /** From here on op by op. What nobody has asked to keep is freed as soon as no op that has come needs it. */
  function leavePlan(): void {
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
      const planned = astray ? undefined : plan.ops[op];
      const asPlanned =
        planned?.name === name &&
        planned.outputs.length === count &&
        planned.sources.length === tensors.length &&
        sameAttributes(planned.attributes, attributes) &&
        planned.sources.every((source, k) => tensors[k] && isPlanned(tensors[k], source));
      if (!asPlanned) {
        if (!astray) leavePlan();
        return executeNow(name, tensors, attributes, count);
      }
      const outputs = planned.outputs.map(({ shape, dtype }) => track(new Tensor(pending, shape, dtype)));
      for (const [output, tensor] of outputs.entries()) sources.set(tensor, { op, output });
      deferred.push({ name, inputs: tensors, attributes, outputs });
      return outputs;
    },
    release(tensor) {
      if (astray) freeNow(tensor);
      else if (tensor.id !== pending) released.push(tensor);
    },
    isComplete: () => !astray && deferred.length === plan.ops.length,
    finish() {
      if (astray) return false;
      const results = deferred.flatMap(({ outputs }) => outputs.filter(isAlive));
      const planned = plan.results.map(({ op, output }) => deferred[op]?.outputs[output]);
      const asPlanned = deferred.length === plan.ops.length && results.length === planned.length;
      if (!asPlanned || results.some((tensor, k) => tensor !== planned[k])) {
        leavePlan();
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
