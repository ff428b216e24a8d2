import type { Axis } from './niceTicks';

const mostTicks = 8;

/** Range and ticks of a logarithmic axis for positive values: single digits within a decade, 1-2-5 steps over a few, whole decades otherwise. Null without values. */
export function logTicks(values: number[]): Axis | null {
  if (values.length === 0) return null;
  const low = values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const high = values.reduce((a, b) => Math.max(a, b), 0);
  const decades = range(Math.floor(Math.log10(low)), Math.ceil(Math.log10(high)));
  const digits = high / low < 5 ? [1, 2, 3, 4, 5, 6, 7, 8, 9] : [1, 2, 5];
  const fine = decades.flatMap((decade) => digits.map((digit) => Number(`${digit}e${decade}`)));
  const from = fine.filter((tick) => tick <= low).at(-1) ?? low;
  const to = fine.find((tick) => tick >= high && tick > from) ?? high * 2;
  const inside = (ticks: number[]) => ticks.filter((tick) => tick >= from && tick <= to);
  const steps = inside(fine);
  if (steps.length <= mostTicks) return { domain: [from, to], ticks: steps };
  const stride = Math.ceil(decades.length / mostTicks);
  return {
    domain: [from, to],
    ticks: inside(decades.filter((_, i) => i % stride === 0).map((decade) => Number(`1e${decade}`))),
  };
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
