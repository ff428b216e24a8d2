import { estimateMemory } from '@/domain/memory/estimateMemory';
import { cpuMemory, type MemoryConstants } from '@/domain/memory/memoryConstants';
import { type MemoryTask, memoryConfig } from './memoryTask';

export type MeasuredPeak = { task: MemoryTask; peakMiB: number };

/** Estimate over measured peak. */
export function estimateRatio({ task, peakMiB }: MeasuredPeak, constants: MemoryConstants = cpuMemory): number {
  return estimateMemory(memoryConfig(task), 'cpu', constants).host / (peakMiB * 2 ** 20);
}

const rounds = 4000;
const keys = Object.keys(cpuMemory) as (keyof MemoryConstants)[];

/**
 * The constants that bring the estimates closest to what was measured: one after the other is moved by a share that shrinks when
 * nothing gets better. Constants that no measurement tells about stay as they are. With few measurements many sets fit equally well.
 */
export function fitMemory(measured: MeasuredPeak[]): MemoryConstants {
  const misfit = (constants: MemoryConstants) =>
    measured.reduce((sum, peak) => sum + Math.log(estimateRatio(peak, constants)) ** 2, 0);
  let best = cpuMemory;
  let least = misfit(best);
  let step = 0.2;
  for (let round = 0; round < rounds && step > 1e-3; round++) {
    const before = least;
    for (const key of keys) {
      for (const factor of [1 + step, 1 / (1 + step)]) {
        const tried = { ...best, [key]: best[key] * factor };
        const error = misfit(tried);
        if (error < least - 1e-12) [best, least] = [tried, error];
      }
    }
    if (least > before - 1e-9) step /= 2;
  }
  return best;
}
