import type { QueryKey } from '@tanstack/react-query';

/** What changed in the database, as the live channel tells it. Curves and logs name their run only, not its experiment. */
export type ChangeEvent = { experimentIds: string[]; runIds: string[]; importIds: string[]; workers: boolean };

/** On which rows the answers of a router depend, and which inputs say that it is about certain ones only. */
type Scope = { depends: 'experiments' | 'runs' | 'imports' | 'workers'; ids: string[] };
const scopes: Record<string, Scope | null> = {
  experiment: { depends: 'experiments', ids: ['id', 'experimentId'] },
  gallery: { depends: 'experiments', ids: ['experimentId'] },
  submission: { depends: 'experiments', ids: ['experimentId'] },
  run: { depends: 'runs', ids: ['id', 'runId', 'runIds'] },
  compare: { depends: 'runs', ids: ['runIds'] },
  task: { depends: 'runs', ids: [] },
  worker: { depends: 'workers', ids: [] },
  import: { depends: 'imports', ids: ['id'] },
  weights: { depends: 'imports', ids: ['id'] },
  dataset: null,
  disk: null,
  event: null,
};
/**
 * Procedures that differ from their router. Null: the answer depends on what was asked alone (evaluations are immutable), or the form
 * itself asks again. The offer of the demo waits for workers.
 */
const exceptions: Record<string, Scope | null> = {
  'disk.bin': { depends: 'experiments', ids: [] },
  'experiment.plan': null,
  'experiment.bases': null,
  'experiment.demo': { depends: 'workers', ids: [] },
  'gallery.list': null,
  'gallery.neighbours': null,
  'import.videos': null,
  'dataset.list': { depends: 'imports', ids: [] },
};
/** Show the age of a heartbeat, which a run may give without writing anything else. */
const showsHeartbeat = new Set(['run.byId']);

/**
 * Whether a query must be asked again after a change. A tRPC key is [path, { input, type }]: a query about certain experiments or
 * runs is touched by changes of those only, a list by all. Queries of routers that are not named here depend on everything.
 */
export function isStaleAfter(queryKey: QueryKey, change: ChangeEvent): boolean {
  const path = queryKey[0];
  if (!Array.isArray(path) || typeof path[0] !== 'string') return false;
  const exception = exceptions[path.join('.')];
  const scope = exception === undefined ? scopes[path[0]] : exception;
  if (scope === null) return false;
  if (scope === undefined) return true;
  if (change.workers && showsHeartbeat.has(path.join('.'))) return true;
  const changed = {
    experiments: change.experimentIds,
    runs: change.runIds,
    imports: change.importIds,
    workers: change.experimentIds,
  }[scope.depends];
  const ids = idsIn(queryKey, scope.ids);
  if (ids.length > 0) return ids.some((id) => changed.includes(id));
  return changed.length > 0 || (scope.depends === 'workers' && change.workers);
}

function idsIn(queryKey: QueryKey, names: string[]): string[] {
  const details = queryKey[1];
  if (typeof details !== 'object' || details === null || !('input' in details)) return [];
  const { input } = details;
  if (typeof input !== 'object' || input === null) return [];
  const values = names.flatMap((name) =>
    Object.entries(input).flatMap(([key, value]) => (key === name ? [value] : [])),
  );
  return values.flat().filter((value) => typeof value === 'string');
}
