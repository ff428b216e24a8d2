'use client';

import { useNow } from './useNow';

/**
 * The clock of the database in milliseconds, going on since an answer brought it: ages are right even where this computer's clock is not.
 * @param at the clock in the answer
 * @param updatedAt when the answer came, by this computer
 */
export function useServerClock(at: Date, updatedAt: number): number {
  return at.getTime() + Math.max(0, (useNow() ?? updatedAt) - updatedAt);
}
