import { computesInVain } from '@/domain/standingStill';
import { readProcessTree, type SeenProcess } from './processTree';

/** A process that finishes nothing. `idle`: nor does it compute, and so will never finish by itself. */
export type Still = { seconds: number; idle: boolean; why: string };

/** Watches whether a process and what it started get anywhere. */
export type Pulse = {
  /** Its own word: how many pieces of work it has finished so far. */
  heard(signs: number): void;
  /** To be called every few seconds; null while all is well. @param gpuBusy its GPU computes */
  look(gpuBusy?: boolean): Promise<Still | null>;
};

/** Share of a core below which nobody computes: timers alone take a fifth of it. */
const busyShare = 0.01;
/** Nobody looked for so long: the machine slept, or the database was away and the process waits for it in good order. */
const gapSeconds = 15;
/** A process that computes may take so long for a piece, and so many times as long as for the longest before. */
const [patientSeconds, patientTimes] = [600, 20];

/**
 * A long step keeps the event loop from turning, so silence alone says nothing: a sign of life is a finished piece of work, or CPU time
 * of the process and its children, or a GPU at work. A process that was stopped, or hangs in a read, has none of these.
 * @param now monotonic clock in seconds, for tests
 */
export function createPulse(pid: number | undefined, now = () => performance.now() / 1000): Pulse {
  const started = now();
  let heard = { at: started, signs: 0, fresh: false };
  let finished = { at: started, longest: 0 };
  let living = { at: started, cpuSeconds: 0 };
  let lookedAt = started;

  return {
    heard(signs) {
      const at = now();
      const fresh = signs > heard.signs;
      if (fresh) finished = { at, longest: heard.signs === 0 ? 0 : Math.max(finished.longest, at - finished.at) };
      heard = { at, signs, fresh: heard.fresh || fresh };
    },
    async look(gpuBusy = false) {
      const tree = pid === undefined ? [] : await readProcessTree(pid);
      if (tree.length === 0) return null; // it has ended: its exit says the rest
      const at = now();
      const slept = at - lookedAt > gapSeconds;
      lookedAt = at;
      const cpuSeconds = tree.reduce((sum, process) => sum + process.cpuSeconds, 0);
      const used = cpuSeconds - living.cpuSeconds;
      // The time of a child that has ended is missing until somebody waits for it: less than before is a sign of life as well.
      const computes = gpuBusy || used < 0 || used > busyShare * (at - living.at);
      if (slept) finished = { ...finished, at };
      if (slept || computes || heard.fresh) living = { at, cpuSeconds };
      heard = { ...heard, fresh: false };
      if (living.at < at) {
        return { seconds: at - living.at, idle: true, why: whyIdle(tree, at - heard.at < gapSeconds) };
      }
      const [seconds, patience] = [at - finished.at, Math.max(patientSeconds, patientTimes * finished.longest)];
      if (heard.signs === 0 || seconds < patience) return null;
      const before = Math.max(1, Math.ceil(finished.longest));
      return {
        seconds,
        idle: false,
        why: `${computesInVain}; a piece of its work took ${before} s at most before.`,
      };
    },
  };
}

function whyIdle([own, ...others]: SeenProcess[], speaks: boolean): string {
  if (own?.states.includes('T')) return 'Its process was stopped from outside (SIGSTOP).';
  const hanging = others.find(({ states }) => /[TD]/.test(states));
  if (hanging) {
    const how = hanging.states.includes('T')
      ? 'was stopped from outside (SIGSTOP)'
      : 'waits for a disk that does not answer';
    return `A program that it started, ${hanging.name}, ${how}.`;
  }
  if (own?.states.includes('D')) return 'It waits for a disk or a network drive that does not answer.';
  return speaks
    ? 'Its process lives, but finishes nothing and does not compute.'
    : 'Its process says nothing and does not compute.';
}
