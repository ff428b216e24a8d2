import { Prisma } from '@/prisma/generated/client';

/** Condition of SQL: a process works on the run `r`, or has not been found to be gone. */
export const isAtWork: Prisma.Sql = Prisma.sql`exists (
  select 1 from run_attempts at_work where at_work.run_id = r.id and at_work.ended_at is null)`;
