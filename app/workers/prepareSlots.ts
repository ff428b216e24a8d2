/** A slot of a worker with what it does; null = it is free. */
export type Slot<Attempt> = { number: number; attempt: Attempt | null };

/** Every slot of a worker in order, and every attempt that is open there. */
export function prepareSlots<Attempt extends { slot: number | null }>(
  slots: number,
  attempts: Attempt[],
): Slot<Attempt>[] {
  const count = attempts.reduce((most, { slot }) => Math.max(most, slot === null ? 0 : slot + 1), slots);
  return Array.from({ length: count }, (_, number) => {
    const here = attempts.filter(({ slot }) => slot === number);
    return here.length === 0 ? [{ number, attempt: null }] : here.map((attempt) => ({ number, attempt }));
  }).flat();
}
