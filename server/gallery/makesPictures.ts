import type { Tx } from '@/server/db';

/**
 * Whether all that a run has left to do are pictures that somebody asked for: its final weights and all its evaluations are there.
 * Then nothing that happens to it takes its success away.
 */
export async function makesPictures(tx: Tx, runId: string): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ only: boolean }[]>`
    select exists (select 1 from gallery_requests q where q.run_id = r.id and q.message is null)
      and exists (select 1 from checkpoints c where c.run_id = r.id and c.final)
      and not exists (
        select 1 from jsonb_array_elements(r.config -> 'evaluations') plan
        where not exists (select 1 from evaluations e where e.run_id = r.id and e.variant = plan ->> 'variant')
      ) as only
    from runs r where r.id = ${runId}::uuid`;
  return row?.only ?? false;
}
