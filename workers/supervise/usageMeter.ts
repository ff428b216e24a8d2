import type { MetricKey, MetricPoint } from '@/domain/metrics';
import { readGpuLoads } from './nvidiaSmi';
import { readProcessUsage } from './processUsage';

/**
 * Measures a process: every call gives the load since the call before. `step` of a point = seconds since the run began, over all its
 * attempts.
 * @param secondsSinceStart age of the run when this attempt began
 */
export function createUsageMeter({
  pid,
  gpu,
  secondsSinceStart,
}: {
  pid: number | undefined;
  gpu: string | null;
  secondsSinceStart: number;
}): () => Promise<MetricPoint[]> {
  const began = performance.now();
  let before = { at: began, cpuSeconds: 0 };
  return async () => {
    const usage = pid === undefined ? null : await readProcessUsage(pid);
    const load = gpu === null ? undefined : (await readGpuLoads()).get(gpu);
    const at = performance.now();
    const step = Math.round(secondsSinceStart + (at - began) / 1000);
    const point = (key: MetricKey, value: number): MetricPoint => ({ key, split: 'system', step, epoch: 0, value });
    const points: MetricPoint[] = [];
    if (usage) {
      const busy = usage.cpuSeconds - before.cpuSeconds;
      points.push(point('cpu_percent', (100_000 * busy) / (at - before.at)), point('memory_mib', usage.residentMiB));
      before = { at, cpuSeconds: usage.cpuSeconds };
    }
    if (load) points.push(point('gpu_percent', load.percent), point('gpu_memory_mib', load.usedMiB));
    return points;
  };
}
