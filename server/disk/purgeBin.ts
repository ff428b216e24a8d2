import { Prisma } from '@/prisma/generated/client';
import type { Db, Tx } from '@/server/db';
import { type BinScope, goneAndHeld, inScope } from './binScope';
import { deletedRows, type Freed, nothing, sumOf } from './freed';

/** Removes decoded frames and the like of videos that no data set knows any more; they can be made again. */
export type DropCaches = (videos: { id: string; path: string }[]) => Promise<Freed>;

/** Runs one step; a dry run rolls it back. */
export type Step = (work: (tx: Tx) => Promise<unknown>) => Promise<Freed>;

/** Each step in a transaction of its own, so that a purge that is cut off has done whole steps. */
export function committing(db: Db): Step {
  return (work) => db.$transaction((tx) => counted(tx, work), { timeout: 600_000 });
}

async function counted(tx: Tx, work: (tx: Tx) => Promise<unknown>): Promise<Freed> {
  const before = await deletedRows(tx);
  await work(tx);
  return { ...nothing, rows: (await deletedRows(tx)) - before };
}

/** All steps in the transaction of the caller. */
export function within(tx: Tx): Step {
  return (work) => counted(tx, work);
}

/**
 * Takes rows out of the bin for good. What somebody still needs stays: a run from which one that stays starts, weights that a run starts
 * from, a data set that an experiment uses, and whatever a process works on. Bytes are for removeArtifacts.
 * @param dropCaches done before the rows go by which the caches are found; without it data sets stay
 */
export async function purgeBin(
  tx: Pick<Tx, '$queryRaw'>,
  { scope, step, dropCaches }: { scope: BinScope; step: Step; dropCaches?: DropCaches },
): Promise<Freed> {
  const freed: Freed[] = [
    await step((tx) => tx.$executeRaw`delete from submissions s where ${inScope(scope, 'submission', 's')}`),
  ];
  for (const id of await goneRuns(tx, scope)) freed.push(await step((tx) => deleteRun(tx, id, scope)));
  freed.push(
    await step(
      (tx) => tx.$executeRaw`
        delete from experiments e where ${inScope(scope, 'experiment', 'e')}
          and not exists (select 1 from runs r where r.experiment_id = e.id)`,
    ),
    await step(
      (tx) => tx.$executeRaw`
        delete from weights w where ${inScope(scope, 'weights', 'w')}
          and not exists (select 1 from runs r where r.weights_id = w.id)`,
    ),
  );
  if (dropCaches === undefined) return sumOf(freed);
  for (const id of await goneDatasets(tx, scope)) freed.push(await purgeDataset(tx, { id, scope, step, dropCaches }));
  return sumOf(freed);
}

/** Those that start from others first: what is left after a cut can be restored. */
async function goneRuns(db: Pick<Tx, '$queryRaw'>, scope: BinScope): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>(
    Prisma.sql`
      with recursive ${goneAndHeld(scope)}
      select id::text from gone where id not in (select id from held) order by base_run_id is null, id`,
  );
  return rows.map(({ id }) => id);
}

/** Once more with the condition: it may have been restored, or somebody may have begun to build on it. */
async function deleteRun(tx: Tx, id: string, scope: BinScope): Promise<void> {
  const rows = await tx.$queryRaw<{ experimentId: string }[]>(
    Prisma.sql`
      with recursive ${goneAndHeld(scope)}
      delete from runs where id = ${id}::uuid and id in (select id from gone) and id not in (select id from held)
      returning experiment_id::text as "experimentId"`,
  );
  // What is not whole any more is not what is looked for by this key: the demo is made anew.
  for (const { experimentId } of rows) {
    await tx.$executeRaw`
      update experiments set once_key = null where id = ${experimentId}::uuid and deleted_at is not null`;
  }
}

const unusedDataset = Prisma.sql`
  not exists (select 1 from experiments e where e.spec->>'dataset' = d.slug)`;

async function goneDatasets(db: Pick<Tx, '$queryRaw'>, scope: BinScope): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>(
    Prisma.sql`select id::text from datasets d where ${inScope(scope, 'dataset', 'd')} and ${unusedDataset}`,
  );
  return rows.map(({ id }) => id);
}

type DatasetPurge = { id: string; scope: BinScope; step: Step; dropCaches: DropCaches };

async function purgeDataset(db: Pick<Tx, '$queryRaw'>, { id, scope, step, dropCaches }: DatasetPurge): Promise<Freed> {
  const videos = await db.$queryRaw<{ id: string; path: string }[]>`
    select video_id as id, path from dataset_videos v where dataset_id = ${id}::uuid and path <> ''
      and not exists (select 1 from dataset_videos o where o.dataset_id <> v.dataset_id and o.path = v.path)`;
  const caches = await dropCaches(videos);
  const rows = await step(
    (tx) => tx.$executeRaw`
      delete from datasets d where d.id = ${id}::uuid and ${inScope(scope, 'dataset', 'd')} and ${unusedDataset}`,
  );
  return sumOf([caches, rows]);
}
