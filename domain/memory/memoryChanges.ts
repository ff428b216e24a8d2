import { backbones } from '@/domain/backbones';
import { fusions } from '@/domain/fusions';
import type { RunConfig } from '@/domain/runConfig';
import { estimateMemory, type MemorySetting } from './estimateMemory';

/** A change of a run that makes it need less memory. */
export type MemoryChange = {
  kind: 'accumulate' | 'batch' | 'frames' | 'fusion';
  /** What to do, after "choose": `the batch of 12 in 4 parts`. */
  text: string;
  /** What the run needs then [bytes]. */
  need: number;
  fits: boolean;
};

type Changed = Pick<MemoryChange, 'kind' | 'text'> & { setting: MemorySetting };

/** Less than this share is not worth a change. */
const worthwhile = 0.03;

/** Which memory is meant: that of the GPU, or that of the host of a run on the CPU or on a GPU. */
export type MemoryOf = { device: 'cpu' | 'gpu'; of: 'host' | 'gpu' };

/** What a run needs there at its peak [bytes]. */
export function neededMemory(setting: MemorySetting, { device, of }: MemoryOf): number {
  const estimate = estimateMemory(setting, device);
  return of === 'gpu' && estimate.device !== null ? estimate.device : estimate.host;
}

/**
 * What can be changed about a run so that it needs less: of every kind the smallest change that fits into `limit` [bytes], or the
 * largest one where none fits.
 */
export function memoryChanges(setting: MemorySetting, where: MemoryOf, limit: number): MemoryChange[] {
  const now = neededMemory(setting, where);
  return [parts(setting), batches(setting), lengths(setting), otherFusions(setting)].flatMap((candidates) => {
    const changes = candidates
      .map(({ setting: changed, ...change }) => ({ ...change, need: neededMemory(changed, where) }))
      .filter(({ need }) => need < (1 - worthwhile) * now)
      .map((change) => ({ ...change, fits: change.need <= limit }));
    return changes.find(({ fits }) => fits) ?? changes.at(-1) ?? [];
  });
}

function parts(setting: MemorySetting): Changed[] {
  const { batchSize, accumulate, epochs } = setting.recipe;
  if (epochs === 0) return [];
  return upTo(batchSize)
    .filter((count) => count > accumulate && batchSize % count === 0)
    .map((count) => ({
      kind: 'accumulate',
      text: `the batch of ${batchSize} in ${count} parts`,
      setting: withRecipe(setting, { accumulate: count }),
    }));
}

function batches(setting: MemorySetting): Changed[] {
  const { batchSize, accumulate, epochs } = setting.recipe;
  if (epochs === 0) return [];
  return upTo(batchSize - 1)
    .reverse()
    .filter((size) => size % accumulate === 0)
    .map((size) => ({ kind: 'batch', text: `a batch of ${size}`, setting: withRecipe(setting, { batchSize: size }) }));
}

function lengths(setting: MemorySetting): Changed[] {
  const { least } = backbones[setting.backbone];
  const shorter: number[] = [];
  for (let frames = Math.floor(setting.clip.frames / 2); frames >= least.frames; frames = Math.floor(frames / 2)) {
    shorter.push(frames);
  }
  return shorter.map((frames) => ({
    kind: 'frames',
    text: `T = ${frames} frames`,
    setting: { ...setting, clip: { ...setting.clip, frames } },
  }));
}

function otherFusions(setting: MemorySetting): Changed[] {
  const { secondView, fusion } = setting.training;
  if (secondView === 'none' || fusion === 'late_fusion') return [];
  const training = { ...setting.training, fusion: 'late_fusion' } as const;
  return [{ kind: 'fusion', text: fusions.late_fusion.label.toLowerCase(), setting: { ...setting, training } }];
}

function withRecipe(setting: MemorySetting, recipe: Partial<RunConfig['recipe']>): MemorySetting {
  return { ...setting, recipe: { ...setting.recipe, ...recipe } };
}

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, k) => k + 1);
}
