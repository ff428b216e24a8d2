/** npm passes a Ctrl-C on to a process that has it from the terminal already: the echo is no second Ctrl-C. */
const ECHO_MS = 700;

/** From now on calls `first` on the first SIGINT, SIGTERM or SIGHUP and `again` on every later one. */
export function onInterrupt({ first, again }: { first: () => void; again: () => void }): void {
  let since: number | undefined;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.removeAllListeners(signal); // until now the set-up's: end at once
    process.on(signal, () => {
      if (since === undefined) {
        since = Date.now();
        first();
      } else if (Date.now() - since > ECHO_MS) {
        again();
      }
    });
  }
}
