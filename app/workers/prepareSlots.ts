/** A slot of a worker with what it does; null = it is free. */
export type Slot<Attempt> = { number: number; attempt: Attempt | null };

/** Every slot of a worker in order; an attempt on a slot beyond their number is not lost. */
export function prepareSlots<Attempt extends { slot: number }>(slots: number, attempts: Attempt[]): Slot<Attempt>[] {
  const count = attempts.reduce((most, { slot }) => Math.max(most, slot + 1), slots);
  return Array.from({ length: count }, (_, number) => ({
    number,
    attempt: attempts.find(({ slot }) => slot === number) ?? null,
  }));
}
