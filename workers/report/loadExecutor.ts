import { pathToFileURL } from 'node:url';
import type { RunConfig } from '@/domain/runConfig';
import type { RunHost } from '@/workers/ml/run/runHost';

export type ExecuteRun = (config: RunConfig, host: RunHost) => Promise<void>;

/** What executes runs in this process: the science, or the module that was named. */
export async function loadExecutor(executor: string | undefined): Promise<ExecuteRun> {
  if (executor === undefined) return (await import('@/workers/ml/run/executeRun')).executeRun;
  const module: { executeRun: ExecuteRun } = await import(pathToFileURL(executor).href);
  return module.executeRun;
}
