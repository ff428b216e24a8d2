import type { MemorySetting } from './estimateMemory';
import { type MemoryChange, type MemoryOf, memoryChanges, neededMemory } from './memoryChanges';
import { memoryText } from './memoryText';

/** The memory that a run has to do with, and what is known of it [bytes]. */
export type MemoryPlace = MemoryOf & {
  /** All there is for the process: of the GPU, or of the host or its container. */
  total: number;
  /** What the run process had taken when it was last looked at; null where nobody looked. */
  held: number | null;
  /** What helps besides a smaller run, where it is not the memory of the host that was short: `raise that limit`. */
  remedy?: string;
};

/**
 * What happened, what the run needs, what there is, and what to change, as the message of a failed run.
 * @param happened a sentence, or several
 */
export function outOfMemoryText(happened: string, setting: MemorySetting, place: MemoryPlace): string {
  const { of, total, held, remedy } = place;
  const need = neededMemory(setting, place);
  const { batchSize, accumulate } = setting.recipe;
  const part = accumulate > 1 ? `a batch of ${batchSize} in ${accumulate} parts` : `a batch of ${batchSize}`;
  const where = of === 'gpu' ? 'the GPU has' : 'the host has';
  const computed = of === 'gpu' ? ' (computed)' : '';
  const sentences = [
    happened,
    `With ${part} and T = ${setting.clip.frames} it needs about ${memoryText(need)}${computed}; ${where} ${memoryText(total)}.`,
    ...(held === null ? [] : [`It had taken at least ${memoryText(held)}.`]),
    need <= total
      ? elsewhere(remedy, memoryChanges(setting, place, need / 2))
      : advice(memoryChanges(setting, place, total)),
  ];
  return sentences.join(' ');
}

/** It would fit by itself. */
function elsewhere(remedy: string | undefined, changes: MemoryChange[]): string {
  if (remedy !== undefined) return `To go on, ${remedy}, or ${choices(changes)}.`;
  return `It fits only when nothing else takes the memory: run fewer side by side (FOVEA_SLOTS), or ${choices(changes)}.`;
}

/** What to change, as a sentence. */
export function advice(changes: MemoryChange[]): string {
  const fitting = changes.filter(({ fits }) => fits);
  if (fitting.length > 0) return `It fits if you ${choices(fitting)}.`;
  const larger = 'Use a worker with more memory';
  return changes.length === 0 ? `${larger}.` : `${larger}; what comes closest is to ${choices(changes)}.`;
}

function choices(changes: MemoryChange[]): string {
  if (changes.length === 0) return 'use a worker with more memory';
  return `choose ${listed(changes.map(({ text, need }) => `${text} (${memoryText(need)})`))}`;
}

function listed(items: string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} or ${items.at(-1)}`;
}
