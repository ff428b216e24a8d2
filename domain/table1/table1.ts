import type { SeedSummary } from '@/domain/table2/table2';

/** Base on clips of T frames. */
export type Table1Row = SeedSummary & {
  frames: number;
  /** mAP [%] of the paper on Charades with this T; null where the paper has none. */
  paper: number | null;
};

/** Base by the length of its clips (Table 1 of the paper). */
export type Table1 = { seeds: number[]; rows: Table1Row[] };
