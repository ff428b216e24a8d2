import type { MetricKey, MetricPoint } from '@/domain/metrics';
import { readGpuLoads } from './nvidiaSmi';
import { readProcessUsage } from './processUsage';

/**
 * Measures a process: every call gives the load since the call before. `step` of a point = seconds at work, all
 * attempts together.
 * @param secondsSoFar what the attempts before took
 */
export function createUsageMeter({
  pid,
  gpu,
  secondsSoFar,
}: {
  pid: number | undefined;
  gpu: string | null;
  secondsSoFar: number;
}): () => Promise<MetricPoint[]> {
  const began = performance.now();
  let before = { at: began, cpuSeconds: 0 };
  return async () => {
    const usage = pid === undefined ? null : await readProcessUsage(pid);
    const load = gpu === null ? undefined : (await readGpuLoads()).get(gpu);
    const at = performance.now();
    const step = Math.round(secondsSoFar + (at - began) / 1000);
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
