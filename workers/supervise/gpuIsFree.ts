import { readGpuLoads, readGpuProcesses } from './nvidiaSmi';

/** A desktop on the GPU takes less; a forgotten training, or one in another container, takes more. */
const busyShare = 0.25;

/** True where nobody computes on a GPU: no process is known there, and its memory is next to empty. */
export async function gpuIsFree(uuid: string): Promise<boolean> {
  const [loads, processes] = await Promise.all([readGpuLoads(), readGpuProcesses()]);
  const load = loads.get(uuid);
  if (!load) return false;
  return (processes.get(uuid) ?? []).length === 0 && load.usedMiB < busyShare * load.totalMiB;
}
