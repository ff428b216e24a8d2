import type { MemoryPlace } from '@/domain/memory/outOfMemoryText';
import { readGpuLoads } from '@/workers/supervise/nvidiaSmi';
import { readMemoryLimit } from './readMemoryLimit';

/** `available` [bytes] is free now. */
export type FreeMemory = MemoryPlace & { available: number };

const mebibyte = 2 ** 20;

/** The memory that a run in a slot has to do with: that of the host, and that of its GPU. @param gpu UUID; null on a CPU slot */
export async function readMemoryPlaces(gpu: string | null): Promise<FreeMemory[]> {
  const { total, available } = await readMemoryLimit();
  const host: FreeMemory = { device: gpu === null ? 'cpu' : 'gpu', of: 'host', total, available, held: null };
  const load = gpu === null ? undefined : (await readGpuLoads()).get(gpu);
  if (!load) return [host];
  const onGpu = { total: load.totalMiB * mebibyte, available: (load.totalMiB - load.usedMiB) * mebibyte };
  return [host, { device: 'gpu', of: 'gpu', ...onGpu, held: null }];
}
