import { finishBackground } from '@/workers/ml/engine/background';
import { executeInBackground, executeInto } from '@/workers/ml/engine/execute';
import { binding, runsPrograms } from '@/workers/ml/engine/startEngine';
import { currentProgram, type ProgramSession, withProgram } from './currentProgram';
import { createFollower, type Follower } from './follower';
import { functionOfPlan } from './functionOfPlan';
import type { Plan } from './plan';
import { createRecorder, type Recorder } from './recorder';

/** A pass is cut in two where it would hold back so much memory that its layers have given back already. */
const mostHeldBytes = 32 * 2 ** 20;
/** A part that went another way so often is not planned any more. */
const mostFailures = 4;

/** What is known of a part of a pass. */
type Part = { plan: Plan | null; failures: number; op: string | null };

const parts = new Map<string, Part>();
let defined = 0;

/**
 * Runs `body`, whose ops are the same at every call with the same key as far as the caller can tell. The first time they are run one by
 * one and noted; from then on they are only compared with what was noted, and at the end libtensorflow runs them as one op:
 * nothing between the ops, independent ones side by side, elementwise ones in place. The bits are those of the ops one by one. Where
 * the ops turn out to be others, they are run one by one and noted anew. An op without results (a backward pass that ends in updates) runs while
 * JavaScript goes on, until somebody computes or reads.
 *
 * Inside `body`, tensors have no values before they are read (`readTensor`, which ends one such op and begins another), and what is
 * disposed is freed at the end. On a GPU, and where the engine was started without programs, it is just `body()`.
 * @param key what decides which ops come: network, pass, shapes
 */
export function asProgram<Result>(key: string, body: () => Result): Result {
  if (!runsPrograms() || currentProgram()) return body();
  const pass = createPass(key);
  return withProgram(pass, () => {
    let result: Result;
    try {
      result = body();
    } catch (error) {
      pass.discard();
      throw error;
    }
    pass.endPart(false);
    return result;
  });
}

/** Every pass is new again, and will be noted anew. */
export function forgetPrograms(): void {
  parts.clear();
}

function createPass(key: string): ProgramSession & { endPart(goesOn: boolean): void; discard(): void } {
  let count = 0;
  let part = partOf(`${key}, part ${count}`);
  let session = openSession(part);

  function endPart(goesOn: boolean): void {
    if ('recorder' in session) part.plan = part.failures < mostFailures ? session.recorder.finish(goesOn) : null;
    else if (!session.follower.finish()) {
      part.plan = null;
      part.op = null;
      part.failures++;
    }
  }

  function cut(): void {
    endPart(true);
    part = partOf(`${key}, part ${++count}`);
    session = openSession(part);
  }

  return {
    execute(...call) {
      const isFull =
        'recorder' in session
          ? session.recorder.heldBytes() > mostHeldBytes
          : session.follower.isComplete() && part.plan?.goesOn;
      if (isFull) cut();
      return 'recorder' in session ? session.recorder.execute(...call) : session.follower.execute(...call);
    },
    release: (tensor) => ('recorder' in session ? session.recorder : session.follower).release(tensor),
    runNow: cut,
    endPart,
    discard() {
      if ('follower' in session) session.follower.discard();
    },
  };
}

function partOf(key: string): Part {
  const known = parts.get(key) ?? { plan: null, failures: 0, op: null };
  parts.set(key, known);
  return known;
}

function openSession(part: Part): { recorder: Recorder } | { follower: Follower } {
  const { plan } = part;
  if (!plan) return { recorder: createRecorder() };
  const follower = createFollower(plan, (inputs, results) => {
    part.op ??= define(plan);
    if (results.length > 0) executeInto(part.op, inputs, [], results);
    else executeInBackground(part.op, inputs);
  });
  return { follower };
}

function define(plan: Plan): string {
  const name = `Program${++defined}`;
  finishBackground();
  binding().addFunction(name, functionOfPlan(plan));
  return name;
}
