export type Axis = { domain: [number, number]; ticks: number[] };

/** The smallest of 1, 2, 2.5 and 5 times a power of ten that makes at most `most` steps of a range. */
function niceStep(range: number, most: number): number {
  const power = 10 ** Math.floor(Math.log10(range / most));
  const factor = [1, 2, 2.5, 5, 10].find((step) => range / (step * power) <= most) ?? 10;
  return factor * power;
}

/** Ticks at round numbers within a range that stays as it is; `whole` allows no fractions between them. */
export function ticksWithin(from: number, to: number, { most, whole }: { most: number; whole: boolean }): Axis {
  if (!(to > from)) return { domain: [from, to], ticks: [from] };
  const step = whole ? Math.max(1, Math.round(niceStep(to - from, most))) : niceStep(to - from, most);
  return { domain: [from, to], ticks: multiples(Math.ceil(from / step), Math.floor(to / step), step) };
}

/** A linear axis that begins and ends at round numbers around some values; it begins at zero where that costs little room. Null without values. */
export function ticksAround(values: number[], most = 5): Axis | null {
  if (values.length === 0) return null;
  let low = values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  let high = values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  if (low > 0 && low < 0.45 * high) low = 0;
  if (low === high) {
    const room = low === 0 ? 1 : Math.abs(low) * 0.1;
    low -= room;
    high += room;
  }
  const step = niceStep(high - low, most);
  const ticks = multiples(Math.floor(low / step + 1e-9), Math.ceil(high / step - 1e-9), step);
  return { domain: [ticks[0] ?? low, ticks.at(-1) ?? high], ticks };
}

/** Multiples without the noise of floating point: 0.3 and not 0.30000000000000004. */
function multiples(first: number, last: number, step: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}
