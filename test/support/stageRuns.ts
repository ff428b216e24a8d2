import { createHash, randomUUID } from 'node:crypto';
import { backbones } from '@/domain/backbones';
import type { Cell, ExperimentSpec } from '@/domain/experimentSpec';
import { isOracle } from '@/domain/oracle';
import { microProtocol } from '@/domain/protocol';
import { recipePresets } from '@/domain/recipePresets';
import { type VariantId, variantOf } from '@/domain/variants';
import type { Db } from '@/server/db';
import { createExperiment } from '@/server/experiments/createExperiment';
import { finishTask } from '@/server/tasks/finishTask';
import type { RunLease } from '@/server/tasks/lease';
import { startAttempt } from '@/server/tasks/startAttempt';
import { claimRun } from './claimRun';

export const stageClasses = Array.from({ length: 8 }, (_, index) => ({
  id: `c00${index}`,
  name: `class number ${index}`,
}));

/** Sets the scene for tests of runs: a dataset without videos, experiments, workers and their runs, all through the real services. */
export async function stageRuns(db: Db) {
  const dataset = `stage-${randomUUID().slice(0, 8)}`;
  await db.dataset.create({
    data: { slug: dataset, name: 'Stage', root: '/nowhere', classes: stageClasses, trainVideos: 0, testVideos: 0 },
  });

  return {
    dataset,

    experiment(cells: Cell[], changes: Partial<ExperimentSpec> = {}) {
      return createExperiment(db, {
        name: 'Staged',
        dataset,
        backbone: 'micro_i3d',
        clip: backbones.micro_i3d.clip,
        recipePreset: 'micro',
        baseRecipe: recipePresets.micro.base,
        ablationRecipe: recipePresets.micro.ablation,
        protocol: microProtocol,
        seeds: [0],
        base: { kind: 'train' },
        cells,
        ...changes,
      });
    },

    async worker({ host = 'stage-host', slots = 2 } = {}): Promise<string> {
      const engine = { name: 'tfjs-node', version: '2.18.0', device: 'CPU' };
      const { id } = await db.worker.create({ data: { host, hostKey: 'stage', pid: 4711, engine, slots } });
      return id;
    },

    /** The next run of the queue, at work on a slot. */
    async begin(workerId: string, slot = 0): Promise<RunLease> {
      const lease = await claimRun(db, { workerId, slot, device: null, leaseSeconds: 30 });
      if (lease === null) throw new Error('nothing waits in the queue');
      await startAttempt(db, lease, { pid: 4712 });
      return lease;
    },

    succeed: (lease: RunLease) => finishTask(db, lease, { outcome: 'SUCCEEDED' }),

    async evaluation(runId: string, variant: VariantId, classAp: number[]): Promise<string> {
      const known = classAp.filter((ap) => !Number.isNaN(ap));
      const map = known.length === 0 ? Number.NaN : known.reduce((a, b) => a + b, 0) / known.length;
      const id = randomUUID();
      const hash = createHash('sha256').update(id).digest('hex');
      await db.$executeRaw`
        insert into evaluations (id, run_id, variant, fusion, protocol, protocol_key, oracle, checkpoint_step, map, wap, class_ap, hash)
        values (${id}::uuid, ${runId}::uuid, ${variant}, 'late_fusion', ${JSON.stringify(microProtocol)}::jsonb, 'stage',
          ${isOracle(variantOf(variant))}, 200, ${String(map)}::text::float8, ${String(map)}::text::float8,
          ${classAp.map(String)}::text[]::float8[], ${hash})`;
      return id;
    },
  };
}
