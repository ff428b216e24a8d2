import { AppError } from '@/domain/errors';
import { neededMemory } from '@/domain/memory/memoryChanges';
import { memoryText } from '@/domain/memory/memoryText';
import { outOfMemoryText } from '@/domain/memory/outOfMemoryText';
import type { RunConfig } from '@/domain/runConfig';
import type { FreeMemory } from './readMemoryPlaces';

/** The estimate is good to a fifth: beyond that a run cannot fit. */
const hopeless = 1.2;

/**
 * Compares what a run needs with what there is, before anything is loaded.
 * @returns a warning where it may not fit; null where it does
 * @throws AppError out_of_memory where it cannot fit: it would drive the machine into swap before it fails
 */
export function requireMemory(config: RunConfig, place: FreeMemory): string | null {
  const need = neededMemory(config, place);
  if (need > hopeless * place.total) {
    throw new AppError('out_of_memory', outOfMemoryText('The run was not started.', config, place));
  }
  if (need > place.total) return outOfMemoryText('The run may run out of memory.', config, place);
  if (need <= place.available) return null;
  return `The run needs about ${memoryText(need)} of memory; ${memoryText(place.available)} are free now. It goes on, and fails where others do not let go of theirs.`;
}
