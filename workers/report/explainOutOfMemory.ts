import { AppError } from '@/domain/errors';
import { outOfMemoryText } from '@/domain/memory/outOfMemoryText';
import type { RunConfig } from '@/domain/runConfig';
import { readMemoryPlaces } from '@/workers/memory/readMemoryPlaces';

/** An error that says that memory ran out, with what the run needed, what there was and what to change. */
export async function explainOutOfMemory(
  cause: unknown,
  { config, gpu }: { config: RunConfig; gpu: string | null },
): Promise<AppError> {
  const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
  const place = (await readMemoryPlaces(gpu)).at(-1); // the GPU's where there is one
  const happened = `Memory ran out: ${reason}.`;
  const held = 1024 * process.resourceUsage().maxRSS;
  const message = place
    ? outOfMemoryText(happened, config, { ...place, held: place.of === 'gpu' ? place.total - place.available : held })
    : happened;
  return new AppError('out_of_memory', message, { cause });
}
