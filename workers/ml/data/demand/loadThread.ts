import { parentPort, workerData } from 'node:worker_threads';
import { toFailure } from '../parallel/jobMessages';
import { type ClipJob, jobBytes } from './clipJob';
import { createLoadQueue } from './createLoadQueue';
import { decodeFrames } from './decodeFrames';
import type { LoadAnswer, LoadOrder, LoadSetting } from './loadMessages';
import { readFrameFiles } from './readFrameFiles';

// The loading thread: the engine blocks the main thread for the length of a training step, so nobody there could read what
// ffmpeg writes. It runs ffmpeg, collects frames and hands them over without copying them.
const { ffmpegPath, parallel, budgetBytes } = workerData.setting as LoadSetting;
const port = parentPort;
if (!port) throw new Error('loadThread.ts runs as a worker thread only');
const stop = new AbortController();
const answer = (message: LoadAnswer, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer);

const queue = createLoadQueue<ClipJob>({
  parallel,
  budgetBytes,
  bytesOf: jobBytes,
  load: (job) =>
    job.kind === 'frames' ? readFrameFiles(job, stop.signal) : decodeFrames({ ffmpegPath, job, signal: stop.signal }),
  deliver: (id, bytes) => answer({ id, bytes }, [bytes.buffer as ArrayBuffer]),
  fail: (id, error) => answer({ id, failure: toFailure(error) }),
});

port.on('message', (message: LoadOrder) => {
  if (message.order === 'add') queue.add(message.id, message.job);
  if (message.order === 'urge') queue.urge(message.id);
  if (message.order === 'release') queue.release(message.id);
  if (message.order === 'close') {
    stop.abort(new Error('closed'));
    port.close();
  }
});
