import { setImmediate } from 'node:timers/promises';
import { heldFrames } from '@/workers/ml/views/heldFrames';
import { allPixels, makePixels } from '../frames/makePixels';
import { type Pixels, pixelBytes } from '../frames/pixelWork';
import { type ClipJob, jobBytes } from './clipJob';
import { createLoadQueue } from './createLoadQueue';
import type { LoadOrder, MakeOrder } from './loadMessages';

/** What the loading thread does with its orders. */
export type ClipBuffer = {
  take(order: Exclude<LoadOrder, { order: 'close' }>): void;
  /** Bytes of frames and of what was made of them ahead. */
  heldBytes(): number;
};

type Making = MakeOrder & { id: number };
type Job = { job: ClipJob; waiting: Making[]; state: { bytes: Uint8Array } | { error: unknown } | null };

/** Frames take at most so much of the budget, what is made of them the rest. */
const shareOfFrames = 0.75;

/**
 * Loads jobs ahead, keeps their frames, and makes pixels of them: ahead one after the other and a few frames at a time, what
 * somebody waits for at once. Frames stay here, what is made is handed over; both count until they are released.
 */
export function createClipBuffer(setting: {
  parallel: number;
  budgetBytes: number;
  load(job: ClipJob): Promise<Uint8Array>;
  done(id: number, pixels: Pixels | null): void;
  fail(id: number, error: unknown): void;
}): ClipBuffer {
  const { parallel, budgetBytes, load, done, fail } = setting;
  const jobs = new Map<number, Job>();
  const jobOfMaking = new Map<number, number>();

  const loading = createLoadQueue<ClipJob, Uint8Array>({
    parallel,
    budgetBytes: budgetBytes * shareOfFrames,
    bytesOf: jobBytes,
    load,
    deliver: (id, bytes) => settle(id, { bytes }, () => done(id, null)),
    fail: (id, error) => settle(id, { error }, () => fail(id, error)),
  });

  const making = createLoadQueue<Making, Pixels>({
    parallel: 1,
    budgetBytes: budgetBytes * (1 - shareOfFrames),
    bytesOf: ({ work, frames }) => pixelBytes(work, frames.length),
    async load(order) {
      const steps = makePixels(order.work, framesOf(order));
      for (;;) {
        const step = steps.next();
        if (step.done) return step.value;
        await setImmediate(); // ffmpeg and orders are heard in between
      }
    },
    deliver: done,
    fail,
  });

  function settle(id: number, state: Job['state'], tell: () => void): void {
    const job = jobs.get(id);
    if (!job) return; // released while it was being loaded
    job.state = state;
    tell();
    for (const order of job.waiting.splice(0)) begin(order, job);
  }

  function begin(order: Making, { state }: Job): void {
    if (!state) return;
    if ('error' in state) fail(order.id, state.error);
    else if (order.ahead) making.add(order.id, order);
    else makeNow(order);
  }

  function makeNow(order: Making): void {
    let pixels: Pixels;
    try {
      pixels = allPixels(order.work, framesOf(order));
    } catch (error) {
      fail(order.id, error);
      return;
    }
    done(order.id, pixels);
  }

  function framesOf({ job: id, frames }: Making) {
    const entry = jobs.get(id);
    if (!entry?.state || 'error' in entry.state) throw new RangeError(`the frames of job ${id} were released`);
    const { region } = entry.job;
    const all = heldFrames(entry.state.bytes, region, entry.job.frames.length);
    return { ...all, starts: frames.map((place) => all.starts[place] ?? Number.NaN) };
  }

  function make(order: Making): void {
    const job = jobs.get(order.job);
    if (!job) {
      fail(order.id, new RangeError(`job ${order.job} was released`));
      return;
    }
    jobOfMaking.set(order.id, order.job);
    if (job.state) begin(order, job);
    else job.waiting.push(order);
  }

  /** What somebody waits for goes first, and so do the frames it is made of. */
  function urge(id: number): void {
    const job = jobs.get(jobOfMaking.get(id) ?? id);
    const order = job?.waiting.find((other) => other.id === id);
    if (order) order.ahead = false;
    loading.urge(jobOfMaking.get(id) ?? id);
    making.urge(id);
  }

  function release(id: number): void {
    const job = jobs.get(jobOfMaking.get(id) ?? id);
    if (job) job.waiting = job.waiting.filter((order) => order.id !== id);
    jobs.delete(id);
    jobOfMaking.delete(id);
    loading.release(id);
    making.release(id);
  }

  return {
    take(message) {
      if (message.order === 'add') {
        jobs.set(message.id, { job: message.job, waiting: [], state: null });
        loading.add(message.id, message.job);
      } else if (message.order === 'make') make(message);
      else if (message.order === 'urge') urge(message.id);
      else release(message.id);
    },
    heldBytes: () => loading.heldBytes() + making.heldBytes(),
  };
}
