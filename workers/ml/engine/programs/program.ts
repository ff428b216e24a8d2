import { finishBackground } from '@/workers/ml/engine/background';
import { executeInBackground, executeInto } from '@/workers/ml/engine/execute';
import { binding, runsPrograms } from '@/workers/ml/engine/startEngine';
import { currentProgram, type ProgramSession, withProgram } from './currentProgram';
import { functionOfTrace } from './functionOfTrace';
import { createReplayer, type Replayer } from './replayer';
import type { Trace } from './trace';
import { createTracer, type Tracer } from './tracer';

/** A pass is cut in two where it would hold back so much memory that its layers have given back already. */
const mostHeldBytes = 32 * 2 ** 20;
/** A part that went another way so often is not traced any more. */
const mostFailures = 4;

/** What is known of a part of a pass. */
type Part = { trace: Trace | null; failures: number; op: string | null };

const parts = new Map<string, Part>();
let defined = 0;

/**
 * Runs `body`, whose ops are the same at every call with the same key as far as the caller can tell. The first time they are run one by
 * one and traced; from then on they are only compared with the trace, and at the end libtensorflow runs them as one op:
 * nothing between the ops, independent ones side by side, elementwise ones in place. The bits are those of the ops one by one. Where
 * the ops turn out to be others, they are run one by one and traced anew. An op without results (a backward pass that ends in updates) runs while
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

/** Every pass is new again, and will be traced anew. */
export function forgetPrograms(): void {
  parts.clear();
}

function createPass(key: string): ProgramSession & { endPart(goesOn: boolean): void; discard(): void } {
  let count = 0;
  let part = partOf(`${key}, part ${count}`);
  let session = openSession(part);

  function endPart(goesOn: boolean): void {
    if ('tracer' in session) part.trace = part.failures < mostFailures ? session.tracer.finish(goesOn) : null;
    else if (!session.replayer.finish()) {
      part.trace = null;
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
        'tracer' in session
          ? session.tracer.heldBytes() > mostHeldBytes
          : session.replayer.isComplete() && part.trace?.goesOn;
      if (isFull) cut();
      return 'tracer' in session ? session.tracer.execute(...call) : session.replayer.execute(...call);
    },
    release: (tensor) => ('tracer' in session ? session.tracer : session.replayer).release(tensor),
    runNow: cut,
    endPart,
    discard() {
      if ('replayer' in session) session.replayer.discard();
    },
  };
}

function partOf(key: string): Part {
  const known = parts.get(key) ?? { trace: null, failures: 0, op: null };
  parts.set(key, known);
  return known;
}

function openSession(part: Part): { tracer: Tracer } | { replayer: Replayer } {
  const { trace } = part;
  if (!trace) return { tracer: createTracer() };
  const replayer = createReplayer(trace, (inputs, results) => {
    part.op ??= define(trace);
    if (results.length > 0) executeInto(part.op, inputs, [], results);
    else executeInBackground(part.op, inputs);
  });
  return { replayer };
}

function define(trace: Trace): string {
  const name = `Program${++defined}`;
  finishBackground();
  binding().addFunction(name, functionOfTrace(trace));
  return name;
}
