import type { QueryKey } from '@tanstack/react-query';

/** What changed in the database, as the live channel tells it. */
export type ChangeEvent = { experimentIds: string[]; runIds: string[]; workers: boolean };

// Routers or procedures whose answers depend on rows of that kind; what is not named here is stale after any change of a run.
const scopes: Record<string, { byExperiment?: string[]; byRun?: string[]; workers?: boolean; live?: boolean }> = {
  experiment: { byExperiment: ['id', 'experimentId'], live: true },
  run: { byRun: ['id', 'runId', 'runIds'], byExperiment: ['experimentId'], live: true },
  compare: { byRun: ['runIds'], live: true },
  metric: { byRun: ['id', 'runId', 'runIds'], live: true },
  log: { byRun: ['id', 'runId'], live: true },
  worker: { workers: true, live: true },
  gallery: { byExperiment: ['experimentId'], live: true },
  // Evaluations are immutable: asked for by their own id, their videos never change.
  'gallery.list': { live: false },
  'gallery.neighbours': { live: false },
  dataset: { live: false },
  event: { live: false },
};

/**
 * Whether a query must be asked again after a change. A tRPC key is [path, { input, type }]: a query that names the ids
 * it is about (an experiment, runs) is touched by changes of those only; a list is touched by all.
 */
export function isStaleAfter(queryKey: QueryKey, change: ChangeEvent): boolean {
  const path = queryKey[0];
  if (!Array.isArray(path) || typeof path[0] !== 'string') return false;
  const scope = scopes[path.join('.')] ?? scopes[path[0]] ?? { live: true };
  if (scope.live === false) return false;
  if (scope.workers && change.workers) return true;
  if (change.runIds.length === 0 && change.experimentIds.length === 0) return false;
  const input = inputOf(queryKey);
  const runs = idsIn(input, scope.byRun);
  const experiments = idsIn(input, scope.byExperiment);
  if (runs.length === 0 && experiments.length === 0) return true;
  return runs.some((id) => change.runIds.includes(id)) || experiments.some((id) => change.experimentIds.includes(id));
}

function inputOf(queryKey: QueryKey): Record<string, unknown> {
  const details = queryKey[1];
  if (typeof details !== 'object' || details === null || !('input' in details)) return {};
  const { input } = details;
  return typeof input === 'object' && input !== null ? { ...input } : {};
}

function idsIn(input: Record<string, unknown>, names: string[] = []): string[] {
  return names.flatMap((name) => {
    const value = input[name];
    if (typeof value === 'string') return [value];
    return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
  });
}
