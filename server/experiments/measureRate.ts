import type { BackboneId } from '@/domain/backbones';
import { runConfigSchema } from '@/domain/runConfig';
import { runCost } from '@/domain/runCost';
import type { Db } from '@/server/db';

/** Arithmetic that one slot gets done, in FLOP/s, and how we know. */
export type ComputeRate = { flopPerSecond: number; source: { kind: 'measured'; runs: number } | { kind: 'assumed' } };

/** One current CPU core in single precision: a small network leaves it waiting for memory more often than a large one. */
const assumedFlopPerSecond = { micro_i3d: 25e9, resnet50_i3d: 60e9 } satisfies Record<BackboneId, number>;

const newestRuns = 20;
/** Cost per step depends on the batch only; the number of videos does not matter here. */
const anySizes = { train: 1, test: 1 };

/**
 * The rate of training with this backbone: cost of a step over its median wall time, the median over the newest runs that wrote step
 * times. Only runs without a fixed base count: outputs of it that a host has already take no time. A stated rate where there
 * are none.
 */
export async function measureRate(db: Db, backbone: BackboneId): Promise<ComputeRate> {
  const rows = await db.$queryRaw<{ config: unknown; ms: number }[]>`
    with newest as (
      select r.id, r.config from runs r join tasks t on t.id = r.id
      where r.config ->> 'backbone' = ${backbone}
        and r.config -> 'training' ->> 'fusion' = 'temporal_concat' and r.config -> 'training' ->> 'objective' is null
        and exists (select 1 from metric_latest m where m.run_id = r.id and m.key = 'step_ms')
      order by t.started_at desc nulls last limit ${newestRuns}
    )
    select newest.config, percentile_cont(0.5) within group (order by p.value)::float8 as ms
    from newest join metric_points p on p.run_id = newest.id and p.key = 'step_ms'
    where p.value > 0 and p.value < 'Infinity'
    group by newest.id, newest.config`;
  const rates = rows.flatMap(({ config, ms }) => {
    const parsed = runConfigSchema.safeParse(config);
    return parsed.success && ms > 0 ? [(runCost(parsed.data, anySizes).stepFlop / ms) * 1000] : [];
  });
  const middle = rates.sort((a, b) => a - b)[Math.floor(rates.length / 2)];
  if (middle === undefined) return { flopPerSecond: assumedFlopPerSecond[backbone], source: { kind: 'assumed' } };
  return { flopPerSecond: middle, source: { kind: 'measured', runs: rates.length } };
}
