import { binding } from './startEngine';

let explainStarted: ((cause: unknown) => Error) | undefined;
let exitIsWatched = false;

/**
 * Run an op without results while JavaScript goes on. Whoever computes or reads next waits for it (`finishBackground`): nobody can tell the
 * difference but by the clock.
 * @param explain makes the error that is thrown there, where the op fails
 */
export function startInBackground(op: string, inputs: number[], explain: (cause: unknown) => Error): void {
  finishBackground();
  try {
    binding().startOp(op, inputs);
  } catch (cause) {
    throw explain(cause);
  }
  explainStarted = explain;
  if (exitIsWatched) return;
  exitIsWatched = true;
  // libtensorflow must not be taken apart while a thread is inside it. How the op ended concerns nobody any more.
  process.once('exit', () => {
    try {
      finishBackground();
    } catch {}
  });
}

/** Wait for the op in the background, if there is one. @throws what went wrong in it */
export function finishBackground(): void {
  if (!explainStarted) return;
  const explain = explainStarted;
  explainStarted = undefined;
  try {
    binding().finishOp();
  } catch (cause) {
    throw explain(cause);
  }
}
