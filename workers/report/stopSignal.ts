import type { StopMessage } from './messages';

export type StopSignal = { requested(): 'no' | 'cancel' | 'preempt' };

const exitCodeOrphan = 75;

/**
 * Listens for the wish that this process stop: a message of its supervisor, or SIGTERM (make room). Ctrl-C in the terminal reaches
 * the supervisor, which decides. When the supervisor is gone the process ends at once: its lease will be given to another.
 */
export function listenForStop(): StopSignal {
  let wish: 'no' | 'cancel' | 'preempt' = 'no';
  const parent = process.ppid;
  const dieAsOrphan = () => process.exit(exitCodeOrphan);
  const dieIfOrphan = () => {
    if (process.ppid !== parent) dieAsOrphan();
  };
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => {
    if (wish === 'no') wish = 'preempt';
  });
  process.on('message', (message: StopMessage) => {
    if (message.type === 'stop' && wish !== 'cancel') wish = message.reason;
  });
  process.on('disconnect', dieAsOrphan);
  setInterval(dieIfOrphan, 1000).unref();
  return {
    requested() {
      dieIfOrphan(); // the event loop may not have turned for long
      return wish;
    },
  };
}
