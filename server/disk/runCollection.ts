import type { Db } from '@/server/db';
import { type Collection, collectGarbage, type Garbage, totalOf } from './collectGarbage';
import { withCollectorLock } from './withCollectorLock';

/** Who begins a collection. */
export type CollectionTrigger = 'daily' | 'command' | 'page';

export type CollectionRequest = Omit<Collection, 'before'> & {
  databaseUrl: string;
  trigger: CollectionTrigger;
  /** What was deleted longer ago goes for good; 0: the whole bin. */
  binDays: number;
};

/**
 * Collects garbage while nobody else does, and writes down what that gave; null where somebody does.
 * @throws AppError, and whatever the database or the disk says: what was done is done, the next collection goes on
 */
export function runCollection(db: Db, request: CollectionRequest): Promise<Garbage | null> {
  const { databaseUrl, trigger, binDays, ...collection } = request;
  return withCollectorLock(databaseUrl, async () => {
    const { id } = await db.collection.create({ data: { trigger }, select: { id: true } });
    const garbage = await collectGarbage(db, { ...collection, before: await daysAgo(db, binDays) });
    const { rows, files, bytes } = totalOf(garbage);
    await db.collection.update({
      where: { id },
      data: { finishedAt: new Date(), rows, files, bytes: BigInt(Math.round(bytes)) },
    });
    return garbage;
  });
}

/** By the clock of the database, which wrote when things were deleted. */
export async function daysAgo(db: Pick<Db, '$queryRaw'>, days: number): Promise<Date> {
  const [row] = await db.$queryRaw<{ at: Date }[]>`
    select clock_timestamp() - make_interval(days => ${days}::int) + interval '1 millisecond' as at`;
  return row?.at ?? new Date(0);
}
