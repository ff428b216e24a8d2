import type { WeightsReport } from '@/domain/weightsReport';

type BadValues = WeightsReport['badValues'][number];

/** Values that no trained network has: NaN and infinity anywhere, and variances below zero. Null where all are sound. */
export function checkValues(name: string, values: Float32Array): BadValues | null {
  let notFinite = 0;
  let negative = 0;
  for (const value of values) {
    if (!Number.isFinite(value)) notFinite++;
    else if (value < 0) negative++;
  }
  if (notFinite > 0) return { name, count: notFinite, what: 'not finite' };
  if (negative > 0 && name.endsWith('.running_var')) return { name, count: negative, what: 'negative variance' };
  return null;
}
