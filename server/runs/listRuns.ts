import { z } from 'zod';
import type { RunStatus } from '@/domain/runStatus';
import { Prisma } from '@/prisma/generated/client';
import type { Db } from '@/server/db';
import { type RunListItem, readRunItems } from './readRunItems';
import { runFigures } from './runFigures';
import { type RunFilter, runCondition, runFilterSchema } from './runFilter';

export const runSortKeySchema = z.enum([
  'name',
  'experiment',
  'status',
  'fusion',
  'seed',
  'progress',
  'created',
  'started',
  'duration',
  'loss',
  'mAP',
]);
export type RunSortKey = z.infer<typeof runSortKeySchema>;

export const listRunsSchema = runFilterSchema.extend({
  sort: z.object({ key: runSortKeySchema, descending: z.boolean() }).default({ key: 'created', descending: true }),
  page: z.int().min(0).max(100_000).default(0),
  pageSize: z.int().min(1).max(200).default(50),
});
export type ListRuns = z.infer<typeof listRunsSchema>;

/** `total` counts the runs of the filter; `statusCounts` those of the filter without its statuses. */
export type RunList = { items: RunListItem[]; total: number; statusCounts: Partial<Record<RunStatus, number>> };

const sortColumns = {
  name: Prisma.sql`r.name`,
  experiment: Prisma.sql`x.name`,
  status: Prisma.sql`r.status`,
  fusion: Prisma.sql`r.config #>> '{training,fusion}'`,
  seed: Prisma.sql`r.seed`,
  progress: Prisma.sql`r.progress`,
  created: Prisma.sql`r.created_at`,
  started: Prisma.sql`r.started_at`,
  duration: runFigures.duration,
  loss: runFigures.loss,
  mAP: runFigures.map,
} as const satisfies Record<RunSortKey, Prisma.Sql>;

/** One page of the run table. Runs without a value of the sorted column come last; ties newest first. */
export async function listRuns(db: Db, { sort, page, pageSize, ...filter }: ListRuns): Promise<RunList> {
  const direction = sort.descending ? Prisma.sql`desc` : Prisma.sql`asc`;
  const [found, statusCounts] = await Promise.all([
    db.$queryRaw<{ id: string }[]>`
      select r.id from runs r join experiments x on x.id = r.experiment_id
      where ${runCondition(filter)}
      order by ${sortColumns[sort.key]} ${direction} nulls last, r.created_at desc, r.id desc
      limit ${pageSize} offset ${page * pageSize}`,
    countByStatus(db, { ...filter, statuses: [] }),
  ]);
  const counted = Object.entries(statusCounts).filter(
    ([status]) => filter.statuses.length === 0 || filter.statuses.some((wanted) => wanted === status),
  );
  return {
    items: await readRunItems(
      db,
      found.map((row) => row.id),
    ),
    total: counted.reduce((sum, [, count]) => sum + count, 0),
    statusCounts,
  };
}

async function countByStatus(db: Db, filter: RunFilter): Promise<Partial<Record<RunStatus, number>>> {
  const counts = await db.$queryRaw<{ status: RunStatus; count: number }[]>`
    select r.status::text as status, count(*)::int as count from runs r join experiments x on x.id = r.experiment_id
    where ${runCondition(filter)} group by r.status`;
  return Object.fromEntries(counts.map(({ status, count }) => [status, count]));
}
