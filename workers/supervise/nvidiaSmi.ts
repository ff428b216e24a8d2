import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Gpu } from '@/domain/workerInfo';

const run = promisify(execFile);
const timeoutMs = 10_000;

export type GpuLoad = { percent: number; usedMiB: number; totalMiB: number };

/** GPUs of this host; none where there is no NVIDIA driver. */
export async function readGpus(): Promise<Gpu[]> {
  const rows = await query('--query-gpu=uuid,name,memory.total');
  return rows.map(([uuid = '', name = '', memory]) => ({ uuid, name, memoryMiB: Number(memory) }));
}

/** Load of every GPU, by UUID. A figure that the driver does not know is 0. */
export async function readGpuLoads(): Promise<Map<string, GpuLoad>> {
  const rows = await query('--query-gpu=uuid,utilization.gpu,memory.used,memory.total');
  const figure = (text: string | undefined) => Number(text) || 0;
  return new Map(
    rows.map(([uuid = '', percent, used, total]) => [
      uuid,
      { percent: figure(percent), usedMiB: figure(used), totalMiB: figure(total) },
    ]),
  );
}

/** Pids of the processes that compute on a GPU, by UUID; a process of another container may be missing. */
export async function readGpuProcesses(): Promise<Map<string, number[]>> {
  const pids = new Map<string, number[]>();
  for (const [uuid = '', pid] of await query('--query-compute-apps=gpu_uuid,pid')) {
    pids.set(uuid, [...(pids.get(uuid) ?? []), Number(pid)]);
  }
  return pids;
}

async function query(what: string): Promise<string[][]> {
  try {
    const { stdout } = await run('nvidia-smi', [what, '--format=csv,noheader,nounits'], { timeout: timeoutMs });
    return stdout
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => line.split(',').map((field) => field.trim()));
  } catch {
    return [];
  }
}
