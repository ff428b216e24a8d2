import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { writeWhole } from '@/files/writeWhole.mjs';
import { encodeVideo } from '../ffmpeg/encodeVideo';
import { serveJobs } from '../parallel/serveJobs';
import { drawScene } from './drawScene';
import type { ManifestEntry } from './manifest';
import { renderScene } from './renderScene';
import { frameSide, videoFps } from './scene';

export type RenderJob = { id: string; dataSeed: number; index: number; path: string; ffmpegPath: string };

// The child process of prepareMicroCharades: renders and encodes one video a job.
serveJobs<RenderJob, ManifestEntry>(async ({ id, dataSeed, index, path, ffmpegPath }) => {
  const frames = renderScene(drawScene(dataSeed, index));
  await writeWhole(path, (temporary) =>
    encodeVideo({ ffmpegPath, frames, height: frameSide, width: frameSide, fps: videoFps, path: temporary }),
  );
  const file = await readFile(path);
  const verified = { at: Date.now(), modified: (await stat(path)).mtimeMs };
  return { id, bytes: file.length, sha256: createHash('sha256').update(file).digest('hex'), verified };
});
