import type { ExperimentSpec } from '@/domain/experimentSpec';
import { estimateMemory } from '@/domain/memory/estimateMemory';
import { fitOnWorkers, type MemoryFit } from '@/domain/memory/fitOnWorkers';
import { type PlannedRun, planRuns } from '@/domain/planRuns';
import { runCost } from '@/domain/runCost';
import { openStatuses } from '@/domain/runStatus';
import type { Db } from '@/server/db';
import { countSlots } from '@/server/workers/countSlots';
import { estimateStarts } from '@/server/workers/estimateStarts';
import { readWorkerMemory } from '@/server/workers/readWorkerMemory';
import { type ComputeRate, measureRate } from './measureRate';
import { splitSizes } from './splitSizes';

/** What launching an experiment would do. */
export type ExperimentPlan = {
  runs: { key: string; name: string; needsBase: boolean; rows: number; steps: number; seconds: number }[];
  /** Trainings to come, and the cells of Table 2 (times seeds) that they fill. */
  trainings: number;
  cells: number;
  flop: number;
  /** Seconds of work in all, and from launch to the last score when nothing else runs. */
  workSeconds: number;
  wallSeconds: number;
  slots: number;
  /** False: no worker is there, one slot is assumed. */
  workersPresent: boolean;
  rate: ComputeRate;
  /** Runs of other experiments that go first. */
  queuedAhead: number;
  /** What the run that needs most takes on a CPU [bytes], and how the runs fit on each worker, the tightest first. */
  memory: { perRun: number; workers: MemoryFit[] };
};

/**
 * What this experiment would create and how long it would take: arithmetic of its runs over the rate of a slot, in the order of
 * the queue. Decoding the videos the first time is not in it.
 */
export async function planExperiment(db: Db, spec: ExperimentSpec): Promise<ExperimentPlan> {
  const [rate, sizes, present, workers, queuedAhead] = await Promise.all([
    measureRate(db, spec.backbone),
    splitSizes(db, spec.dataset),
    countSlots(db),
    readWorkerMemory(db),
    db.run.count({
      where: {
        train: { status: { in: openStatuses } },
        deletedAt: null,
        experiment: { deletedAt: null },
      },
    }),
  ]);
  const planned = planRuns(spec);
  const runs = planned.map((run) => {
    const { steps, flop } = runCost(run.config, sizes);
    const { key, name, needsBase, config } = run;
    return { key, name, needsBase, rows: config.evaluations.length, steps, flop, seconds: flop / rate.flopPerSecond };
  });
  const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
  const slots = Math.max(1, present);
  return {
    runs: runs.map(({ flop: _, ...run }) => run),
    trainings: runs.length,
    cells: spec.cells.length * spec.seeds.length,
    flop: sum(runs.map(({ flop }) => flop)),
    workSeconds: sum(runs.map(({ seconds }) => seconds)),
    wallSeconds: wallSeconds(planned, new Map(runs.map(({ key, seconds }) => [key, seconds])), slots),
    slots,
    workersPresent: present > 0,
    rate,
    queuedAhead,
    memory: {
      perRun: Math.max(0, ...planned.map(({ config }) => estimateMemory(config, 'cpu').host)),
      workers: fitOnWorkers(planned, workers),
    },
  };
}

/** Runs take the slots in the order of the plan; an ablation waits for the base of its seed. */
function wallSeconds(planned: PlannedRun[], seconds: ReadonlyMap<string, number>, slots: number): number {
  const queue = planned.map(({ key, needsBase, config }) => ({
    id: key,
    seconds: seconds.get(key) ?? 0,
    baseRunId: needsBase ? `base-seed${config.seed}` : null,
  }));
  const starts = estimateStarts({ slots: Array.from({ length: slots }, () => 0), queue, finishes: new Map() });
  return Math.max(0, ...queue.map((run) => (starts.get(run.id) ?? 0) + run.seconds));
}
