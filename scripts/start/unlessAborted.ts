/** Work that hears the signal itself may say a last word. */
const LAST_WORD_MS = 300;

/** The result, or the reason of the signal, which is thrown soon after it: what was begun then goes on unheard. */
export async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  work.catch(() => {}); // it may still fail when nobody listens any more
  let onAbort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => setTimeout(() => reject(signal.reason), LAST_WORD_MS);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort);
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
