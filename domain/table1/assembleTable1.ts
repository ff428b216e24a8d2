import type { Cell } from '@/domain/experimentSpec';
import { seedResult } from '@/domain/table2/seedResult';
import { summariseSeeds } from '@/domain/table2/summariseSeeds';
import type { TableSource } from '@/domain/table2/table2';
import { paperByFrames } from './references';
import type { Table1 } from './table1';

const base: Cell = { variant: 'base', fusion: 'temporal_concat' };

/**
 * Table 1 of an experiment: Base by the frames of its clips, shortest first. Where T is that of Table 2 the two share the training.
 * @param seeds the seeds to show; default all of the experiment
 * @returns null where the experiment was made without it
 */
export function assembleTable1(source: TableSource, seeds: number[] = source.seeds): Table1 | null {
  const lengths = [...new Set(source.table1Frames)].sort((a, b) => a - b);
  if (lengths.length === 0) return null;
  const rows = lengths.map((frames) => ({
    ...summariseSeeds(seeds.map((seed) => seedResult({ ...source, frames }, seed, base))),
    frames,
    paper: paperByFrames[frames] ?? null,
  }));
  return { seeds, rows };
}
