import { signedPoints } from '@/domain/signedPoints';

/** A probability as percent with one decimal: `93.4 %`; a dash where there is none. */
export function formatScore(value: number | null): string {
  return value === null || Number.isNaN(value) ? '–' : `${(value * 100).toFixed(1)} %`;
}

/** A difference of probabilities in percentage points with its sign: `+7.8`, `−0.3`, `0.0`; a dash where there is none. */
export function formatScoreDelta(delta: number | null): string {
  if (delta === null || Number.isNaN(delta)) return '–';
  return signedPoints(delta).replace('-', '−');
}
