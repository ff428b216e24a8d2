/** A difference of two probabilities in percentage points, one decimal, with its sign: `+7.8`, `-0.3`; `0.0` has none. */
export function signedPoints(delta: number): string {
  const points = (Math.abs(delta) * 100).toFixed(1);
  if (points === '0.0') return points;
  return `${delta > 0 ? '+' : '-'}${points}`;
}
