import { type Fusion, fusionIds } from '@/domain/fusions';
import type { Spread, Table2 } from '@/domain/table2/table2';

export type ChartMode = 'difference' | 'map';
/** `value` in percent or percentage points; `spread` its standard deviation below and above, null for one seed. */
export type ChartBar = { value: number; spread: [number, number] | null; n: number } | null;
export type ChartRow = { label: string; oracle: boolean; bars: Record<Fusion, ChartBar> };

export type TableChart = {
  rows: ChartRow[];
  /** Round numbers along the axis, from end to end; zero is always one of them, so that lengths of bars mean something. */
  ticks: number[];
  unit: string;
};

/**
 * The table as bars: one a row and column, with the spread over seeds. Differences leave Base out, of which they are; rows without
 * any score are left out.
 */
export function prepareTableChart({ rows }: Table2, mode: ChartMode): TableChart {
  const drawn = rows.flatMap((row) => {
    const bars = Object.fromEntries(fusionIds.map((fusion) => [fusion, barOf(row.cells[fusion][spreadKey[mode]])]));
    const label = row.label.replace('Attention ', 'Att. ');
    return fusionIds.some((fusion) => bars[fusion])
      ? [{ label, oracle: row.oracle, bars: bars as ChartRow['bars'] }]
      : [];
  });
  const ends = drawn.flatMap(({ bars }) =>
    fusionIds.flatMap((fusion) => {
      const bar = bars[fusion];
      const [below, above] = bar?.spread ?? [0, 0];
      return bar ? [bar.value - below, bar.value + above] : [];
    }),
  );
  return { rows: drawn, ticks: ticksOver(mode === 'map' ? [0, 100] : ends), unit: mode === 'map' ? '%' : 'points' };
}

const spreadKey = { difference: 'difference', map: 'score' } as const;

function barOf(spread: Spread | null): ChartBar {
  if (spread === null) return null;
  const std = spread.std === null ? null : spread.std * 100;
  return { value: spread.mean * 100, spread: std === null ? null : [std, std], n: spread.n };
}

/** Multiples of 1, 2, 5, 10 or 20 around all values and zero, at most nine. */
function ticksOver(values: number[]): number[] {
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const step = [1, 2, 5, 10, 20].find((size) => Math.ceil(high / size) - Math.floor(low / size) <= 8) ?? 25;
  const first = low === high ? -1 : Math.floor(low / step);
  const last = low === high ? 1 : Math.ceil(high / step);
  return Array.from({ length: last - first + 1 }, (_, k) => (first + k) * step);
}
