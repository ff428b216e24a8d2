import { idTable } from './idTable';

/**
 * Every kind of work. `needs`: the engine (a slot: a GPU, or a core) or little (beside the slots, one at a time a worker).
 * `goesOn`: from where it is taken up after an interruption.
 */
export const {
  table: taskKinds,
  ids: taskKindIds,
  schema: taskKindSchema,
} = idTable({
  /** Weights of a run and, while the network is in memory, its evaluations. */
  train: { label: 'Training', needs: 'engine', goesOn: 'from its last checkpoint' },
  /** Evaluations of a finished run that were asked for later. */
  evaluate: { label: 'Evaluation', needs: 'engine', goesOn: 'where it stopped' },
  /** Maps and frames of single videos that somebody wants to see. */
  pictures: { label: 'Pictures', needs: 'engine', goesOn: 'where it stopped' },
  /** Final weights of a finished run whose bytes are damaged. */
  restore: { label: 'Restoring weights', needs: 'engine', goesOn: 'from its last checkpoint' },
  /** Reading a folder of videos. */
  scan: { label: 'Import of videos', needs: 'little', goesOn: 'where it stopped' },
  import_weights: { label: 'Import of weights', needs: 'little', goesOn: 'where it stopped' },
} as const satisfies Record<string, { label: string; needs: 'engine' | 'little'; goesOn: string }>);

export type TaskKind = keyof typeof taskKinds;
export type TaskNeed = (typeof taskKinds)[TaskKind]['needs'];

/** Work on a run that exists: it waits until its training has succeeded. */
export type RunTaskKind = Exclude<TaskKind, 'train' | ImportKind>;
/** Work that belongs to no run. */
export type ImportKind = 'scan' | 'import_weights';

export function kindsThatNeed(need: TaskNeed): TaskKind[] {
  return taskKindIds.filter((kind) => taskKinds[kind].needs === need);
}

/** A kind as it was stored; null where a newer version made it. */
export function readTaskKind(kind: string): TaskKind | null {
  return taskKindSchema.safeParse(kind).data ?? null;
}
