import type { Logger } from 'pino';
import type { Db } from '@/server/db';
import { totalOf } from '@/server/disk/collectGarbage';
import { type CollectionRequest, runCollection } from '@/server/disk/runCollection';
import { createRounds } from '@/workers/supervise/createRounds';

type Tidying = Omit<CollectionRequest, 'trigger'> & { db: Db; logger: Logger };

const lookSeconds = 60;

/**
 * Collects garbage once a day as long as this process lives, whichever of the supervisors of an installation comes first. A process that
 * ends in the middle of it leaves nothing but what the next collection finds.
 */
export function keepDiskTidy({ logger, ...request }: Tidying): Promise<void> {
  const look = async () => {
    const freed = await collectWhenDue(request);
    if (freed && freed.rows + freed.files > 0) logger.info(freed, 'Removed what nobody needs any more');
  };
  return createRounds(logger).repeat(look, { everyMs: lookSeconds * 1000, until: new AbortController().signal });
}

/** Once a day, and where somebody has deleted a data set for good. @returns what was freed; null where the last collection was within a day, or one is under way */
export async function collectWhenDue({ db, ...request }: Omit<Tidying, 'logger'>) {
  const [row] = await db.$queryRaw<{ due: boolean }[]>`
    select not exists (select 1 from collections where finished_at > now() - interval '1 day')
      or exists (select 1 from datasets where deleted_at = 'epoch') as due`;
  if (!row?.due) return null;
  const garbage = await runCollection(db, { ...request, trigger: 'daily' });
  return garbage && totalOf(garbage);
}
