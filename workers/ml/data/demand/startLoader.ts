import { Worker } from 'node:worker_threads';
import { fromFailure } from '../parallel/jobMessages';
import type { ClipJob } from './clipJob';
import type { LoadAnswer, LoadOrder, LoadSetting } from './loadMessages';

/** Loads frames in a thread of its own, ahead of their use. */
export type Loader = {
  add(job: ClipJob): LoadedJob;
  close(): Promise<void>;
};

export type LoadedJob = {
  /** Waits for the frames; they are loaded before all that nobody waits for. */
  take(): Promise<Uint8Array>;
  /** The frames are needed no more. */
  release(): void;
};

type Pending = { resolve(bytes: Uint8Array): void; reject(error: unknown): void };

export function startLoader(setting: LoadSetting): Loader {
  const module = new URL('./loadThread.ts', import.meta.url).href;
  const thread = new Worker(new URL('./loadThread.mjs', import.meta.url), { workerData: { module, setting } });
  thread.unref(); // what is loaded ahead keeps no process alive; what somebody waits for does
  const pending = new Map<number, Pending>();
  let waiting = 0;
  let serial = 0;
  let failure: unknown = null;

  const tell = (order: LoadOrder) => thread.postMessage(order);
  const giveUp = (error: unknown) => {
    failure ??= error;
    for (const { reject } of pending.values()) reject(failure);
    pending.clear();
  };
  thread.on('message', (answer: LoadAnswer) => {
    const job = pending.get(answer.id);
    pending.delete(answer.id);
    if ('failure' in answer) job?.reject(fromFailure(answer.failure));
    else job?.resolve(answer.bytes);
  });
  thread.on('error', giveUp);
  thread.on('exit', () => giveUp(new Error('the loading thread has ended')));

  return {
    add(job) {
      const id = serial++;
      const frames = new Promise<Uint8Array>((resolve, reject) => {
        if (failure) reject(failure);
        else pending.set(id, { resolve, reject });
      });
      frames.catch(() => undefined); // reported to whoever takes it; what nobody takes does not matter
      tell({ order: 'add', id, job });
      return {
        async take() {
          tell({ order: 'urge', id });
          if (waiting++ === 0) thread.ref();
          try {
            return await frames;
          } finally {
            if (--waiting === 0) thread.unref();
          }
        },
        release: () => tell({ order: 'release', id }),
      };
    },
    async close() {
      const gone = new Promise((resolve) => thread.once('exit', resolve));
      if (failure) return;
      thread.ref();
      tell({ order: 'close' });
      await gone;
    },
  };
}
