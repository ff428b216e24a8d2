import { Prisma } from '@/prisma/generated/client';

/**
 * How long an attempt was at work, in seconds, as SQL over `task_attempts a`. One that nobody hears of any more was not at work for
 * longer than its lease: a workbench that is off is not working.
 */
export const attemptSeconds = Prisma.sql`extract(epoch from least(coalesce(a.ended_at, now()), a.lease_expires_at) - a.claimed_at)`;

/** How long a task was at work, all its attempts together, as SQL over `tasks t`; null before the first. */
export const taskSeconds = Prisma.sql`(select sum(${attemptSeconds})::float8 from task_attempts a where a.task_id = t.id)`;
