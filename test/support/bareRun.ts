import type { Db } from '@/server/db';

/** A run that is nothing but its rows, for tests of what refers to it. @returns its id */
export async function bareRun(
  db: Db,
  run: { experimentId: string; key?: string; seed?: number; deletedAt?: Date; baseRunId?: string },
): Promise<string> {
  const { key = 'k' } = run;
  const { id } = await db.task.create({ data: { kind: 'train', title: key }, select: { id: true } });
  await db.run.create({ data: { seed: 0, ...run, id, key, name: key, config: {} } });
  await db.task.update({ where: { id }, data: { runId: id } });
  return id;
}
