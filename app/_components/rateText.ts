type Rate = { flopPerSecond: number; source: { kind: 'measured'; runs: number } | { kind: 'assumed' } };

/** Where an estimate comes from: `measured on 13 earlier runs (31 GFLOP/s a slot)`. */
export function rateText({ flopPerSecond, source }: Rate): string {
  const rate = `${Math.round(flopPerSecond / 1e9).toLocaleString('en-GB')} GFLOP/s a slot`;
  if (source.kind === 'assumed') return `assuming ${rate} since nothing was trained here yet`;
  return `from the step times of ${source.runs === 1 ? 'one earlier run' : `${source.runs} earlier runs`} (${rate})`;
}
