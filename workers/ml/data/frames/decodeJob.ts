import { closeSync, openSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { writeWhole } from '@/files/writeWhole.mjs';
import { createLanczosResize } from '@/workers/ml/views/lanczosResize';
import { type Resize, resizedSize, type Size } from '@/workers/ml/views/resizedSize';
import { decodeVideo } from '../ffmpeg/decodeVideo';
import { serveJobs } from '../parallel/serveJobs';
import { type CacheEntry, type CacheFiles, sourceOf } from './cacheEntry';

export type DecodeJob = Resize & { path: string; files: CacheFiles; fps: number; ffmpegPath: string };

type Written = Omit<CacheEntry, 'source'>;

// The child process of prepareFrameCache: decodes and resizes one video a job. The entry is written last.
serveJobs<DecodeJob, CacheEntry>(async (job) => {
  const source = sourceOf(job.path);
  const written = await writeWhole(job.files.resized, (resizedPath) =>
    writeWhole(job.files.original, (originalPath) => writeFrames(job, { originalPath, resizedPath })),
  );
  const entry: CacheEntry = { ...written, source };
  await writeWhole(job.files.entry, (path) => writeFile(path, JSON.stringify(entry)));
  return entry;
});

async function writeFrames(job: DecodeJob, paths: { originalPath: string; resizedPath: string }): Promise<Written> {
  const originalFile = openSync(paths.originalPath, 'w');
  const resizedFile = openSync(paths.resizedPath, 'w');
  const resizers: Resizer[] = []; // one, made with the first frame
  try {
    let startSeconds = 0;
    const frames = await decodeVideo({
      ffmpegPath: job.ffmpegPath,
      path: job.path,
      fps: job.fps,
      onStart: (seconds) => {
        startSeconds = seconds;
      },
      onFrame: ({ rgb, height, width }) => {
        const resizer = resizers[0] ?? createResizer({ height, width }, job);
        resizers[0] = resizer;
        writeFileSync(originalFile, rgb);
        writeFileSync(resizedFile, resizer.resize(rgb));
      },
    });
    const [resizer] = resizers;
    if (!resizer) throw new Error(`${job.path} was decoded without a frame`);
    return { frames, startSeconds, original: resizer.original, resized: resizer.resized };
  } finally {
    closeSync(originalFile);
    closeSync(resizedFile);
  }
}

type Resizer = { original: Size; resized: Size; resize: (frame: Uint8Array) => Uint8Array };

function createResizer(original: Size, resize: Resize): Resizer {
  const resized = resizedSize(original, resize);
  const frame = new Uint8Array(resized.height * resized.width * 3);
  const write = createLanczosResize(original, resized);
  return {
    original,
    resized,
    resize(rgb) {
      write(rgb, frame);
      return frame;
    },
  };
}
