import { lifeSigns } from '@/workers/ml/lifeSigns';
import type { AliveMessage } from './messages';

const everyMs = 2000;

/** Tells the supervisor every two seconds, whenever the event loop turns, how much has been finished so far. */
export function beatHeart(): void {
  const beat = () => {
    if (process.connected)
      process.send?.({ type: 'alive', signs: lifeSigns() } satisfies AliveMessage, () => undefined);
  };
  beat();
  setInterval(beat, everyMs).unref();
}
