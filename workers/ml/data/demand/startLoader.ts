import { Worker } from 'node:worker_threads';
import type { Pixels, PixelWork } from '../frames/pixelWork';
import { fromFailure } from '../parallel/jobMessages';
import type { ClipJob } from './clipJob';
import type { LoadAnswer, LoadOrder, LoadSetting, MakeOrder } from './loadMessages';

/** Loads frames and makes pixels of them in a thread of its own, ahead of their use. */
export type Loader = {
  add(job: ClipJob): LoadedJob;
  close(): Promise<void>;
};

/** Frames in the thread; what is needed of them is made there. */
export type LoadedJob = {
  /** Waits for the frames; they are loaded before all that nobody waits for. */
  ready(): Promise<void>;
  make<Work extends PixelWork>(order: Omit<MakeOrder, 'job' | 'work'> & { work: Work }): MadePixels<Work>;
  /** The frames are needed no more. */
  release(): void;
};

export type MadePixels<Work extends PixelWork> = {
  /** Waits for the pixels, which are handed over; they are made before all that nobody waits for. */
  take(): Promise<Pixels<Work>>;
  /** Their memory is free again. */
  release(): void;
};

type Pending = { resolve(pixels: Pixels | null): void; reject(error: unknown): void };

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
    const asked = pending.get(answer.id);
    pending.delete(answer.id);
    if ('failure' in answer) asked?.reject(fromFailure(answer.failure));
    else asked?.resolve(answer.pixels);
  });
  thread.on('error', giveUp);
  thread.on('exit', () => giveUp(new Error('the loading thread has ended')));

  /** Sends an order under a new number; the answer can be waited for, which makes it urgent. */
  function ask(orderOf: (id: number) => LoadOrder) {
    const id = serial++;
    const answer = new Promise<Pixels | null>((resolve, reject) => {
      if (failure) reject(failure);
      else pending.set(id, { resolve, reject });
    });
    answer.catch(() => undefined); // reported to whoever takes it; what nobody takes does not matter
    tell(orderOf(id));
    return {
      id,
      async take() {
        tell({ order: 'urge', id });
        if (waiting++ === 0) thread.ref();
        try {
          return await answer;
        } finally {
          if (--waiting === 0) thread.unref();
        }
      },
      release() {
        pending.delete(id);
        tell({ order: 'release', id });
      },
    };
  }

  return {
    add(job) {
      const asked = ask((id) => ({ order: 'add', id, job }));
      return {
        ready: async () => void (await asked.take()),
        make<Work extends PixelWork>(order: Omit<MakeOrder, 'job' | 'work'> & { work: Work }) {
          const { take, release } = ask((id) => ({ order: 'make', id, ...order, job: asked.id }));
          return { take: async () => (await take()) as Pixels<Work>, release };
        },
        release: asked.release,
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
