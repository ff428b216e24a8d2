import type { RunConfig } from '@/domain/runConfig';
import type { Tx } from '@/server/db';
import type { Waiting } from '@/server/tasks/waitsForBase';

export type NewRun = {
  experimentId: string;
  key: string;
  name: string;
  config: RunConfig;
  baseRunId: string | null;
  weightsId: string | null;
  queuePosition: number;
};

/** Writes a run and the task that trains it, which have one id. @returns the id */
export async function createRun(tx: Tx, run: NewRun, waiting: Waiting): Promise<string> {
  const { queuePosition, ...record } = run;
  const task = { kind: 'train', title: run.name, queuePosition, ...waiting };
  const { id } = await tx.task.create({ data: task, select: { id: true } });
  await tx.run.create({ data: { id, ...record, seed: run.config.seed } });
  await tx.task.update({ where: { id }, data: { runId: id } });
  return id;
}
