import type { ChildExit } from '@/workers/supervise/endOfExit';
import { lookAtProcess, type ProcessSight } from './lookAtProcess';
import { heapIsFull, memoryCauseIn } from './memoryCauseIn';
import { type OomKills, readOomKills } from './readOomKills';

/** What is known of a death for want of memory. */
export type MemoryDeath = {
  /** A sentence. */
  happened: string;
  /** What the process had taken when it was last looked at, and what there was [bytes]. */
  held: number | null;
  total: number;
  /** What helps besides a smaller run, where the memory of the host is not the reason. */
  remedy?: string;
};

/** Knows of a process what tells a death for want of memory from any other. */
export type MemoryWatch = {
  /** To be called now and then. Never rejects. */
  look(): Promise<void>;
  /** A line that the process printed on its error output. */
  heard(line: string): void;
  /** Null where it was not memory. @param killed by us, for another reason */
  verdict(exit: ChildExit, options: { killed: boolean }): Promise<MemoryDeath | null>;
};

/** Of a kill that only the machine counts we take it that it was ours where the process held so much of the memory. */
const largeShare = 0.5;
/** Where nobody counts, it has to be nearly all. */
const nearlyAll = 0.85;

/** @param root where /proc and /sys are, for tests */
export function createMemoryWatch(pid: number | undefined, root = '/'): MemoryWatch {
  let cause: string | null = null;
  // A kill shows in the counts a moment before its process is gone: what holds is the count before the last one.
  let before: ProcessSight | null = null;
  let last: ProcessSight | null = null;

  async function look(): Promise<void> {
    const sight = pid === undefined ? null : await lookAtProcess(pid, root).catch(() => null);
    if (sight === null || (sight.resident === null && last !== null)) return; // gone
    [before, last] = [last ?? sight, sight];
  }
  const first = look();

  async function whyKilled(then: ProcessSight, now: ProcessSight): Promise<string | null> {
    const kills = await readOomKills(now.folders, root);
    const rose = (key: keyof OomKills) => (kills[key] ?? 0) > (then.kills[key] ?? kills[key] ?? 0);
    const share = (now.resident ?? 0) / now.total;
    const counted = kills.groups !== null || kills.machine !== null;
    const forMemory = rose('groups') || (rose('machine') && share > largeShare) || (!counted && share > nearlyAll);
    return forMemory ? 'The kernel ended the process, because memory had run out.' : null;
  }

  return {
    look,
    heard(line) {
      cause ??= memoryCauseIn(line);
    },
    async verdict({ code, signal }, { killed }) {
      await first;
      if (!before || !last || (signal === null && code !== null && code <= 128)) return null;
      const memory = { held: last.resident, total: last.total };
      if (signal === 'SIGKILL' || code === 137) {
        const happened = killed ? null : await whyKilled(before, last);
        return happened === null ? null : { happened, ...memory };
      }
      // Whoever is refused memory there uses the null pointer, or says that a heap is full.
      if (last.addressed > nearlyAll) {
        const happened = 'The process reached the limit of its address space.';
        return { happened, ...memory, remedy: 'raise that limit for the worker (ulimit -v)' };
      }
      if (cause === null) return null;
      const remedy = cause === heapIsFull ? 'give Node.js more (NODE_OPTIONS=--max-old-space-size)' : undefined;
      return { happened: `The process ended: ${cause}.`, ...memory, remedy };
    },
  };
}
