import type { BinKind } from '@/domain/binKinds';
import { Prisma } from '@/prisma/generated/client';
import type { Db } from '@/server/db';
import { goneAndHeld } from './binScope';

/** Something that was deleted and can be restored. */
export type BinItem = {
  kind: BinKind;
  id: string;
  name: string;
  /** The experiment of a run or of scores. */
  within: string | null;
  deletedAt: Date;
  /** What it holds, as far as nothing outside the bin needs it too. */
  bytes: number;
  /** What of it stays when it is deleted for good, because it is needed: how many of its runs, or all of it. */
  heldRuns: number;
  held: boolean;
  /** It goes with the next collection of a worker. */
  going: boolean;
};

export type Bin = {
  items: BinItem[];
  /** Days after which a thing goes by itself. */
  days: number;
  /** The last collection that came to its end; null: none yet. */
  last: { finishedAt: Date; rows: number; files: number; bytes: number } | null;
};

const mostItems = 500;

/** What lies in the bin, newest first. */
export async function listBin(db: Db, days: number): Promise<Bin> {
  const [items, last] = await Promise.all([
    db.$queryRaw<BinItem[]>(binQuery),
    db.collection.findFirst({
      where: { finishedAt: { not: null } },
      orderBy: { finishedAt: 'desc' },
      select: { finishedAt: true, rows: true, files: true, bytes: true },
    }),
  ]);
  const { finishedAt = null, ...freed } = last ?? {};
  return {
    items,
    days,
    last: last && finishedAt && { ...freed, finishedAt, rows: last.rows, files: last.files, bytes: Number(last.bytes) },
  };
}

/** Bytes of the distinct artifacts of a query of ids. */
const bytesOf = (ids: Prisma.Sql) =>
  Prisma.sql`(select coalesce(sum(a.size), 0)::float8 from artifacts a where a.id in (${ids}))`;

const ofRuns = (runs: Prisma.Sql) => Prisma.sql`
  select c.artifact_id from checkpoints c where c.run_id in (${runs})
  union select v.maps_artifact_id from evaluations v where v.run_id in (${runs}) and v.maps_artifact_id is not null
  union select w.demanded_maps_id from evaluations v join evaluation_videos w on w.evaluation_id = v.id
    where v.run_id in (${runs}) and w.demanded_maps_id is not null`;

/** Runs of an experiment in the bin go with it and are no items of their own. */
const binQuery = Prisma.sql`
  with recursive ${goneAndHeld({ before: new Date('9999-01-01T00:00:00Z') })}
  select 'experiment' as kind, e.id::text, e.name, null as within, e.deleted_at as "deletedAt",
    ${bytesOf(ofRuns(Prisma.sql`select r.id from runs r where r.experiment_id = e.id and r.id not in (select id from held)`))} as bytes,
    (select count(*)::int from runs r where r.experiment_id = e.id and r.id in (select id from held)) as "heldRuns",
    false as held, false as going
  from experiments e where e.deleted_at is not null
  union all
  select 'run', r.id::text, r.name, e.name, r.deleted_at, ${bytesOf(ofRuns(Prisma.sql`r.id`))}, 0,
    r.id in (select id from held), false
  from runs r join experiments e on e.id = r.experiment_id where r.deleted_at is not null and e.deleted_at is null
  union all
  select 'dataset', d.id::text, d.name, null, d.deleted_at,
    ${bytesOf(Prisma.sql`
      select f.original_artifact_id from clip_frames f where f.dataset_id = d.id
      union select f.resized_artifact_id from clip_frames f where f.dataset_id = d.id`)}, 0,
    exists (select 1 from experiments e where e.spec->>'dataset' = d.slug), d.deleted_at = 'epoch'
  from datasets d where d.deleted_at is not null
  union all
  select 'weights', w.id::text, w.name, null, w.deleted_at, ${bytesOf(Prisma.sql`w.artifact_id`)}, 0,
    exists (select 1 from runs r where r.weights_id = w.id), false
  from weights w where w.deleted_at is not null
  union all
  select 'submission', s.id::text, s.name, e.name, s.deleted_at, 0, 0, false, false
  from submissions s join experiments e on e.id = s.experiment_id where s.deleted_at is not null and e.deleted_at is null
  order by "deletedAt" desc, id limit ${mostItems}`;
