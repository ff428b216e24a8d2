/** How the word begins about a process that computes, but has long finished nothing. */
export const computesInVain = 'It computes, but has finished nothing';
/** How the word begins about one that waits for somebody to make room on a disk. */
export const waitsForRoom = 'It waits for room.';

/** What becomes of a process that does not get on, in a few words; how long it has been so goes behind them. */
export function stillWords(message: string | null): string {
  if (message?.startsWith(waitsForRoom)) return 'The disk is full: no room';
  return message?.startsWith(computesInVain) ? 'Nothing finished' : 'No sign of life';
}
