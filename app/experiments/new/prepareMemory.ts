import type { Outputs } from '@/app/_trpc/outputs';
import { memoryText } from '@/domain/memory/memoryText';
import { advice } from '@/domain/memory/outOfMemoryText';

type Memory = Outputs['experiment']['plan']['memory'];

/** A warning where the runs may not fit into the memory of a worker, with what to change; null where they do. */
export function prepareMemory({ workers }: Memory): string | null {
  const [tightest] = workers;
  if (!tightest || tightest.fits) return null;
  const { host, of, largest, perRun, sideBySide, together, limit, changes } = tightest;
  const place = of === 'gpu' ? `The GPU of ${host}` : host;
  if (perRun > limit) {
    const need = `“${largest}” needs about ${memoryText(perRun)}.`;
    return `${place} has ${memoryText(limit)} of memory; ${need} ${advice(changes)}`;
  }
  const need = `${sideBySide} runs side by side need about ${memoryText(together)}`;
  const fewer = `Give that worker fewer slots (FOVEA_SLOTS=${Math.floor(limit / perRun)}), or change the runs.`;
  return `${place} has ${memoryText(limit)} of memory; ${need}. ${fewer} ${advice(changes)}`;
}
