import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { AppError } from '@/domain/errors';
import { sweepHalfWritten, writeWhole } from '@/files/writeWhole.mjs';
import type { TruthFile } from '../actionTruth';
import { createDataProgress, type DataProgress } from '../parallel/progress';
import { runInChildren } from '../parallel/runInChildren';
import { withFolderLock } from '../parallel/withFolderLock';
import { annotationsText, classesText, microVideoId } from './annotations';
import { drawScene } from './drawScene';
import { appendEntry, type Manifest, type ManifestEntry, readManifest, writeManifest } from './manifest';
import type { RenderJob } from './renderJob';
import { videoFps } from './scene';
import { sceneTruth } from './sceneTruth';
import { verifyVideo } from './verifyVideo';

export type MicroCharadesRequest = {
  /** Folder of the data set; made if it is not there. */
  root: string;
  ffmpegPath: string;
  dataSeed?: number;
  /** Videos 0..trainVideos-1. */
  trainVideos?: number;
  /** The testVideos videos after the training videos. */
  testVideos?: number;
  onProgress?: (progress: DataProgress) => void;
  signal?: AbortSignal;
  /** Child processes that render; default: one a core. */
  parallel?: number;
};

export type PreparedMicroCharades = {
  /** Videos rendered now; the others were there. */
  rendered: number;
  videos: number;
  /** Size of all videos. */
  bytes: number;
  /** SHA-256 over the SHA-256 of all videos: the same where the data are the same to the bit. */
  fingerprint: string;
};

/**
 * Renders and encodes MicroCharades into a folder in the layout of Charades: `videos/<id>.mp4`, `*_train.csv`,
 * `*_test.csv`, `*_classes.txt`, and the true centres in `*_boxes.json`. A video is never rendered twice: those of the
 * manifest whose file has the right bytes (verifyVideo) are kept, so an interrupted preparation is completed and damage mended.
 * @throws AppError conflict (the folder holds another data seed), ffmpeg_missing, disk_full; the reason of the signal
 */
export async function prepareMicroCharades(request: MicroCharadesRequest): Promise<PreparedMicroCharades> {
  const { ffmpegPath, dataSeed = 11, trainVideos = 800, testVideos = 300, onProgress, signal } = request;
  const root = resolve(request.root);
  await mkdir(join(root, 'videos'), { recursive: true });
  return withFolderLock({ folder: root, signal }, async () => {
    await sweepHalfWritten(join(root, 'videos'), { untouchedMs: 60_000 });
    const manifest = await openManifest(root, dataSeed);
    const indices = Array.from({ length: trainVideos + testVideos }, (_, index) => index);
    const jobs: RenderJob[] = [];
    for (const index of indices) {
      const id = microVideoId(index);
      const path = join(root, 'videos', `${id}.mp4`);
      const intact = await verifyVideo(path, manifest.entries.get(id));
      if (intact) manifest.entries.set(id, intact);
      else jobs.push({ id, dataSeed, index, path, ffmpegPath });
    }
    await writeManifest(root, manifest);
    const progress = createDataProgress({ total: indices.length, ready: indices.length - jobs.length, onProgress });
    progress.report();
    await runInChildren<RenderJob, ManifestEntry>({
      module: new URL('./renderJob.ts', import.meta.url),
      jobs,
      parallel: request.parallel ?? availableParallelism(),
      signal,
      onResult: (entry) => {
        manifest.entries.set(entry.id, entry);
        appendEntry(root, entry);
        progress.advance();
      },
    });
    await writeAnnotations({ root, dataSeed, train: indices.slice(0, trainVideos), test: indices.slice(trainVideos) });
    return summary({ indices, manifest, rendered: jobs.length });
  });
}

async function openManifest(root: string, dataSeed: number): Promise<Manifest> {
  const manifest = (await readManifest(root)) ?? { dataSeed, entries: new Map() };
  if (manifest.dataSeed !== dataSeed)
    throw new AppError(
      'conflict',
      `${root} holds MicroCharades of data seed ${manifest.dataSeed}, not ${dataSeed}: use another folder for each data seed.`,
    );
  return manifest;
}

type Splits = { root: string; dataSeed: number; train: number[]; test: number[] };

async function writeAnnotations({ root, dataSeed, train, test }: Splits): Promise<void> {
  const draw = (index: number) => ({ index, scene: drawScene(dataSeed, index) });
  const trainScenes = train.map(draw);
  const testScenes = test.map(draw);
  const truth: TruthFile = { version: 1, fps: videoFps, videos: {} };
  for (const { index, scene } of [...trainScenes, ...testScenes]) truth.videos[microVideoId(index)] = sceneTruth(scene);
  const texts = {
    'MicroCharades_v1_classes.txt': classesText(),
    'MicroCharades_v1_boxes.json': JSON.stringify(truth),
    'MicroCharades_v1_train.csv': annotationsText(trainScenes),
    'MicroCharades_v1_test.csv': annotationsText(testScenes),
  };
  for (const [name, text] of Object.entries(texts)) await writeWhole(join(root, name), (path) => writeFile(path, text));
}

function summary(options: { indices: number[]; manifest: Manifest; rendered: number }): PreparedMicroCharades {
  const hash = createHash('sha256');
  let bytes = 0;
  for (const index of options.indices) {
    const entry = options.manifest.entries.get(microVideoId(index));
    hash.update(entry?.sha256 ?? '');
    bytes += entry?.bytes ?? 0;
  }
  return { rendered: options.rendered, videos: options.indices.length, bytes, fingerprint: hash.digest('hex') };
}
