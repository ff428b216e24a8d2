import { readProcesses, treeMemory, treeSeconds } from './processTree';

export type TreeUse = { cpuSeconds: number; peakMiB: number };

const sampleMs = 2000;

/** Measures everything that runs under this process from now on: CPU time, and the largest memory of all together. */
export function startTreeMeter(root = process.pid): { stop(): TreeUse } {
  const before = treeSeconds(root, readProcesses());
  let peakMiB = 0;
  const sample = () => {
    const processes = readProcesses();
    peakMiB = Math.max(peakMiB, treeMemory(root, processes));
    return processes;
  };
  const timer = setInterval(sample, sampleMs);
  return {
    stop() {
      clearInterval(timer);
      return { cpuSeconds: treeSeconds(root, sample()) - before, peakMiB };
    },
  };
}
