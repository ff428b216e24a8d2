import type { ChildExit } from '@/workers/supervise/endOfExit';
import { memoryCauseIn } from './memoryCauseIn';
import { type OomKills, readOomKills } from './readOomKills';

/** Knows of a process what tells a death for want of memory from any other. */
export type MemoryWitness = {
  /** Resident memory of the process, now and then. */
  saw(residentBytes: number): void;
  /** A line that the process printed. */
  heard(line: string): void;
  /** Resident memory when it was last looked at [bytes]. */
  held(): number | null;
  /** What happened, as a sentence, where it was memory; null where it was not. @param killed by us, for another reason */
  verdict(exit: ChildExit, options: { killed: boolean; total: number }): Promise<string | null>;
};

/** Of a kill that the machine counts we take it that it was ours where the process held so much of the memory. */
const largeShare = 0.5;
/** Where nobody counts, it has to be nearly all. */
const nearlyAll = 0.85;

/** @param kills counts the kills for want of memory */
export function createMemoryWitness(kills: () => Promise<OomKills> = () => readOomKills()): MemoryWitness {
  let resident: number | null = null;
  let cause: string | null = null;
  // A kill shows in the counts a moment before its process is gone: what holds is the count before the last one.
  let last = kills();
  let before = last;

  return {
    saw(bytes) {
      resident = bytes;
      [before, last] = [last, kills()];
    },
    heard(line) {
      cause ??= memoryCauseIn(line);
    },
    held: () => resident,
    async verdict({ code, signal }, { killed, total }) {
      if (signal === null && code !== null && code <= 128) return null;
      if (signal !== 'SIGKILL' && code !== 137) {
        return cause === null ? null : `The run process ended: ${cause}.`;
      }
      if (killed) return null;
      const [then, now] = await Promise.all([before, kills()]);
      const rose = (key: keyof OomKills) => (now[key] ?? 0) > (then[key] ?? now[key] ?? 0);
      const share = (resident ?? 0) / total;
      const counted = now.group !== null || now.machine !== null;
      const forMemory = rose('group') || (rose('machine') && share > largeShare) || (!counted && share > nearlyAll);
      return forMemory ? 'The kernel ended the run process, because memory had run out.' : null;
    },
  };
}
