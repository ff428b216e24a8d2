import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '@/domain/errors';
import { fileFault } from '@/domain/fileFault';
import { waitsForRoom } from '@/domain/standingStill';
import { signOfLife } from '@/workers/ml/lifeSigns';
import type { StillWord } from '@/workers/supervise/createStillWatch';

const [firstPauseMs, longestPauseMs] = [500, 8_000];
const lookMs = 250;

export type Waiting = {
  /** Asked while it waits. @throws what is to end the waiting */
  assertWanted(): void;
  /** Shows on the pages that it waits, and why; null: it goes on. */
  tell(word: StillWord): Promise<void>;
  log(level: 'info' | 'warn', text: string): void;
};

/** Does work that writes to a disk; several may be under way. @throws whatever is no full disk, and what `assertWanted` throws */
export type WhenThereIsRoom = <Result>(work: () => Promise<Result>) => Promise<Result>;

/**
 * While a disk is full work waits and is done again, as long as it takes: to fail would cost what was computed since the last checkpoint,
 * and a click. Work that is done twice has to end as if it were done once.
 */
export function createRoomWait({ assertWanted, tell, log }: Waiting): WhenThereIsRoom {
  let waiting = 0;

  async function begin(full: string): Promise<void> {
    waiting += 1;
    if (waiting > 1) return;
    log('warn', `${waitsForRoom} ${full}`);
    await tell({ seconds: 0, message: `${waitsForRoom} ${full}` });
  }
  async function end(): Promise<void> {
    waiting -= 1;
    if (waiting === 0) await tell(null);
  }
  async function rest(milliseconds: number): Promise<void> {
    for (let waited = 0; waited < milliseconds; waited += lookMs) {
      assertWanted();
      signOfLife(); // its supervisor would take it for one that stands still
      await sleep(lookMs);
    }
    assertWanted();
  }

  return async (work) => {
    let waits = false;
    try {
      for (let pause = firstPauseMs; ; pause = Math.min(2 * pause, longestPauseMs)) {
        try {
          const result = await work();
          if (waits) log('info', 'There is room again: it goes on.');
          return result;
        } catch (error) {
          const full = fullText(error);
          if (full === null) throw error;
          if (!waits) {
            waits = true;
            await begin(full);
          }
        }
        await rest(pause);
      }
    } finally {
      if (waits) await end();
    }
  };
}

/** Which disk is full; null where something else is wrong. No disk takes a file that is larger than it allows (EFBIG), so nobody waits for that. */
function fullText(error: unknown): string | null {
  const known = error instanceof AppError ? error : fileFault(error, '');
  if (known?.code !== 'disk_full' || (known.cause as NodeJS.ErrnoException | undefined)?.code === 'EFBIG') return null;
  return known.message.replace(/Make room there[\s\S]*$/, 'Make room there: then it goes on by itself.');
}
