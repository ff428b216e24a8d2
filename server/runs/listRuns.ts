import { z } from 'zod';
import type { RunStatus } from '@/domain/runStatus';
import { type RunColumn, type RunSortKey, runSortKeySchema } from '@/domain/runTable';
import { wholeNumberSchema } from '@/domain/wholeNumber';
import { Prisma } from '@/prisma/generated/client';
import type { Db } from '@/server/db';
import { type RunListItem, readRunItems } from './readRunItems';
import { runFigures } from './runFigures';
import { type RunFilter, runCondition, runFilterSchema } from './runFilter';

export const listRunsSchema = runFilterSchema.extend({
  sort: z.object({ key: runSortKeySchema, descending: z.boolean() }).prefault({ key: 'created', descending: true }),
  /** Unlike other lists by number: one can sort by anything, and the number stands in the address of the table. */
  page: wholeNumberSchema.default(0),
  limit: z.int().min(1).max(200).default(50),
});
export type ListRuns = z.infer<typeof listRunsSchema>;

/** `page`: the one asked for, or the last where there are fewer. `total` counts the runs of the filter; `statusCounts` those of the filter without its statuses. */
export type RunList = {
  items: RunListItem[];
  page: number;
  total: number;
  statusCounts: Partial<Record<RunStatus, number>>;
};

const sortColumns = {
  name: Prisma.sql`r.name`,
  experiment: Prisma.sql`x.name`,
  status: Prisma.sql`t.status`,
  fusion: Prisma.sql`r.config #>> '{training,fusion}'`,
  seed: Prisma.sql`r.seed`,
  progress: Prisma.sql`t.progress`,
  loss: runFigures.loss,
  mAP: runFigures.map,
  duration: runFigures.duration,
  started: Prisma.sql`t.started_at`,
  created: Prisma.sql`r.created_at`,
} as const satisfies Record<Exclude<RunColumn, 'rows'>, Prisma.Sql>;

function sortExpression(key: RunSortKey): Prisma.Sql {
  switch (key.kind) {
    case 'column':
      return sortColumns[key.column];
    case 'config':
      return Prisma.sql`nullif(r.config #> ${key.path.split('.')}::text[], 'null')`;
    case 'metric':
      return Prisma.sql`(select nullif(m.last, 'NaN') from metric_latest m
        where m.run_id = r.id and m.key = ${key.key} and m.split = ${key.split})`;
  }
}

/** One page of the run table. Runs without a value of the sorted column come last; ties newest first. */
export async function listRuns(db: Db, { sort, page, limit, ...filter }: ListRuns): Promise<RunList> {
  const direction = sort.descending ? Prisma.sql`desc` : Prisma.sql`asc`;
  const statusCounts = await countByStatus(db, { ...filter, statuses: [] });
  const counted = Object.entries(statusCounts).filter(
    ([status]) => filter.statuses.length === 0 || filter.statuses.some((wanted) => wanted === status),
  );
  const total = counted.reduce((sum, [, count]) => sum + count, 0);
  const shown = Math.min(page, Math.max(0, Math.ceil(total / limit) - 1));
  const found = await db.$queryRaw<{ id: string }[]>`
    select r.id from runs r join tasks t on t.id = r.id join experiments x on x.id = r.experiment_id
    where ${runCondition(filter)}
    order by ${sortExpression(sort.key)} ${direction} nulls last, r.created_at desc, r.id desc
    limit ${limit} offset ${shown * limit}`;
  const ids = found.map(({ id }) => id);
  return { items: await readRunItems(db, ids), page: shown, total, statusCounts };
}

async function countByStatus(db: Db, filter: RunFilter): Promise<Partial<Record<RunStatus, number>>> {
  const counts = await db.$queryRaw<{ status: RunStatus; count: number }[]>`
    select t.status::text as status, count(*)::int as count
    from runs r join tasks t on t.id = r.id join experiments x on x.id = r.experiment_id
    where ${runCondition(filter)} group by t.status`;
  return Object.fromEntries(counts.map(({ status, count }) => [status, count]));
}
