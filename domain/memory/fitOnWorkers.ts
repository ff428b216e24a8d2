import type { MemorySetting } from './estimateMemory';
import { type MemoryChange, type MemoryOf, memoryChanges, neededMemory } from './memoryChanges';

/** What a worker has for its runs [bytes]. */
export type WorkerMemory = {
  host: string;
  slots: number;
  memory: number;
  /** Of its smallest GPU; null where it computes on the CPU. */
  gpuMemory: number | null;
};

/** How the runs of a plan fit on one worker. */
export type MemoryFit = MemoryOf & {
  host: string;
  /** The run that needs most, and what it needs [bytes]. */
  largest: string;
  perRun: number;
  /** Runs that share the memory, what the largest of them need together, and what there is [bytes]. */
  sideBySide: number;
  together: number;
  limit: number;
  fits: boolean;
  /** What to change about the largest run where they do not fit. */
  changes: MemoryChange[];
};

type NamedSetting = { name: string; config: MemorySetting };

/** A host that takes every slot at its largest at once is the worst case; on a GPU a run is alone. The tightest worker comes first. */
export function fitOnWorkers(runs: NamedSetting[], workers: WorkerMemory[]): MemoryFit[] {
  return workers
    .flatMap((worker) => {
      const device = worker.gpuMemory === null ? 'cpu' : 'gpu';
      const host = fitOf(runs, worker, { device, of: 'host', limit: worker.memory, sideBySide: worker.slots });
      if (worker.gpuMemory === null) return host;
      return [...host, ...fitOf(runs, worker, { device, of: 'gpu', limit: worker.gpuMemory, sideBySide: 1 })];
    })
    .sort((a, b) => b.together / b.limit - a.together / a.limit);
}

function fitOf(
  runs: NamedSetting[],
  { host }: WorkerMemory,
  place: MemoryOf & { limit: number; sideBySide: number },
): MemoryFit[] {
  const { device, of, limit } = place;
  const needs = runs.map((run) => ({ ...run, need: neededMemory(run.config, place) })).sort((a, b) => b.need - a.need);
  const [largest] = needs;
  if (!largest) return [];
  const sideBySide = Math.min(place.sideBySide, needs.length);
  const together = needs.slice(0, sideBySide).reduce((sum, { need }) => sum + need, 0);
  const fits = together <= limit;
  const changes = fits ? [] : memoryChanges(largest.config, place, limit / sideBySide);
  return [
    { device, of, host, largest: largest.name, perRun: largest.need, sideBySide, together, limit, fits, changes },
  ];
}
