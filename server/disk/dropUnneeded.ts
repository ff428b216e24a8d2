import { Prisma } from '@/prisma/generated/client';
import { isAtWork } from './atWork';
import type { Freed } from './freed';
import type { Step } from './purgeBin';

/**
 * Scores of an evaluation under way that nobody goes on with: the evaluation is recorded, or the weights that it looked at are no longer
 * those of the run.
 */
export function dropPartialScores(step: Step): Promise<Freed> {
  return step((tx) =>
    tx.$executeRaw(Prisma.sql`
      delete from partial_scores p using runs r
      where r.id = p.run_id and not ${isAtWork} and (
        exists (select 1 from evaluations e where e.run_id = p.run_id and e.variant = p.variant)
        or not exists (select 1 from checkpoints c where c.run_id = p.run_id and c.final and c.step = p.checkpoint_step))`),
  );
}

/** How long checkpoints are kept: final ones for ever, all others until their run has succeeded. */
export function dropCheckpoints(step: Step): Promise<Freed> {
  return step((tx) =>
    tx.$executeRaw(Prisma.sql`
      delete from checkpoints c using runs r
      where r.id = c.run_id and not c.final and not ${isAtWork}
        and exists (select 1 from tasks t where t.id = r.id and t.status = 'SUCCEEDED')
        and not exists (select 1 from tasks t where t.run_id = r.id and t.kind = 'restore' and t.status <> 'SUCCEEDED')
        and exists (select 1 from checkpoints f where f.run_id = r.id and f.final)`),
  );
}
