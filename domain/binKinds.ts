import { z } from 'zod';

/** What can be deleted, and lies in the bin until it is deleted for good. */
export const binKinds = {
  experiment: { one: 'experiment', many: 'experiments' },
  run: { one: 'run', many: 'runs' },
  dataset: { one: 'dataset', many: 'datasets' },
  weights: { one: 'imported weights', many: 'imported weights' },
  submission: { one: 'scores of others', many: 'scores of others' },
} as const;

export type BinKind = keyof typeof binKinds;
export const binKindSchema = z.enum(Object.keys(binKinds) as [BinKind, ...BinKind[]]);
