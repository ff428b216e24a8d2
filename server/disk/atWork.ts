import { Prisma } from '@/prisma/generated/client';

/** Condition of SQL: a process works on the run `r`, or has not been found to be gone. */
export const isAtWork: Prisma.Sql = Prisma.sql`exists (
  select 1 from tasks work join task_attempts at_work on at_work.task_id = work.id
  where work.run_id = r.id and at_work.ended_at is null)`;
