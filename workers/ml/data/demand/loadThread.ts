import { parentPort, workerData } from 'node:worker_threads';
import { toFailure } from '../parallel/jobMessages';
import { createClipBuffer } from './createClipBuffer';
import { decodeFrames } from './decodeFrames';
import type { LoadAnswer, LoadOrder, LoadSetting } from './loadMessages';
import { readFrameFiles } from './readFrameFiles';

// The loading thread: the engine blocks the main thread for the length of a training step, so nobody there could read what
// ffmpeg writes. It runs ffmpeg, keeps frames, makes views and crops of them and hands those over without copying them.
const { ffmpegPath, parallel, budgetBytes } = workerData.setting as LoadSetting;
const port = parentPort;
if (!port) throw new Error('loadThread.ts runs as a worker thread only');
const stop = new AbortController();
const answer = (message: LoadAnswer, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer);

const buffer = createClipBuffer({
  parallel,
  budgetBytes,
  load: (job) =>
    job.kind === 'frames' ? readFrameFiles(job, stop.signal) : decodeFrames({ ffmpegPath, job, signal: stop.signal }),
  done: (id, pixels) => answer({ id, pixels }, pixels ? [pixels.buffer] : []),
  fail: (id, error) => answer({ id, failure: toFailure(error) }),
});

port.on('message', (message: LoadOrder) => {
  if (message.order === 'close') {
    stop.abort(new Error('closed'));
    port.close();
  } else buffer.take(message);
});
