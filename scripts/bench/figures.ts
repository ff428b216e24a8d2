/** Figures as the reports print them. */
export const figures = {
  /** 24.04 -> `24.0`, 2534.2 -> `2,534`: milliseconds. */
  ms: (value: number): string => (value < 100 ? value.toFixed(1) : Math.round(value).toLocaleString('en-GB')),
  /** `1,131 MiB` */
  mib: (value: number): string => `${Math.round(value).toLocaleString('en-GB')} MiB`,
  /** `0.62 (≤ 0.65)`; a missed target is bold. */
  atMost: (value: number, target: number | null): string => against(value, target, (limit) => value <= limit, '≤'),
  /** `1.12 (≥ 1)`; a missed target is bold. */
  atLeast: (value: number, target: number | null): string => against(value, target, (limit) => value >= limit, '≥'),
};

function against(value: number, target: number | null, met: (limit: number) => boolean, sign: string): string {
  const text = value.toFixed(2);
  if (target === null) return text;
  return `${met(target) ? text : `**${text}**`} (${sign} ${target})`;
}
