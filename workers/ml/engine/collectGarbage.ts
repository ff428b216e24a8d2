import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

let collect: (() => void) | undefined;

/**
 * Frees what JavaScript no longer refers to, now. V8 does not know of the memory that the engine holds and would leave the arrays that
 * a network was made from lying about for a whole run: 125 MB for ResNet50-I3D. For the few moments when something large was let go.
 */
export function collectGarbage(): void {
  if (!collect) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as () => void;
  }
  collect();
}
