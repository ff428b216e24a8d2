import type { RunConfig } from '@/domain/runConfig';
import { readStored } from '@/domain/stored';
import { variantIdSchema } from '@/domain/variants';
import { databaseError } from '@/server/databaseError';
import { loadVideos } from '@/server/datasets/loadVideos';
import { saveClipFrames } from '@/server/datasets/saveClipFrames';
import { storedClipFrames } from '@/server/datasets/storedClipFrames';
import type { Db } from '@/server/db';
import { keptMapBytes } from '@/server/evaluations/keptMapBytes';
import { loadPartialScores } from '@/server/evaluations/loadPartialScores';
import { protocolKey } from '@/server/evaluations/protocolKey';
import { recordEvaluation } from '@/server/evaluations/recordEvaluation';
import { savePartialScores } from '@/server/evaluations/savePartialScores';
import { fulfilGalleryRequest } from '@/server/gallery/fulfilGalleryRequest';
import { openGalleryRequests } from '@/server/gallery/openGalleryRequests';
import { retryTransient } from '@/server/retryTransient';
import { loadBaseCheckpoint } from '@/server/runs/loadBaseCheckpoint';
import { resumeFrom } from '@/server/runs/resumeFrom';
import { saveCheckpoint } from '@/server/runs/saveCheckpoint';
import { saveLeftOut } from '@/server/runs/saveLeftOut';
import type { RunLease } from '@/server/tasks/lease';
import { markStill } from '@/server/tasks/markStill';
import { loadInitialWeights } from '@/server/weights/loadInitialWeights';
import { readCharades } from '@/workers/ml/data/charadesReader';
import { type RunHost, type RunPaths, RunStopped } from '@/workers/ml/run/runHost';
import type { Reporter } from './createReporter';
import { createRoomWait } from './createRoomWait';
import type { StopSignal } from './stopSignal';

export type RunHostOptions = {
  db: Db;
  lease: RunLease;
  reporter: Reporter;
  stop: StopSignal;
  config: RunConfig;
  datasetId: string;
  baseRunId: string | null;
  paths: RunPaths;
  engine: RunHost['engine'];
  saliencyStore: RunHost['saliencyStore'];
  /** Folder of all artifacts. */
  root: string;
};

/**
 * The place that the science reports to, with the database behind it. Everything survives a restart of the database: what is said is
 * kept, what is saved or asked for waits. What is written to a full disk waits for room.
 */
export function createRunHost(options: RunHostOptions): RunHost {
  const { db, lease, reporter, stop, config, datasetId, baseRunId, paths, engine, root } = options;
  const clipSet = { datasetId, protocolKey: protocolKey(config), clips: config.protocol.clips };
  const mapBytes = config.protocol.clips * config.clip.side ** 2;
  const patiently = <T>(work: () => Promise<T>) =>
    retryTransient(work, {
      onWait: (error) => reporter.log('warn', `Waiting: ${databaseError(error)?.message ?? 'the database is away.'}`),
    });
  const stopRequested = () => {
    if (reporter.failure() !== undefined) throw reporter.failure();
    return stop.requested();
  };
  const whenThereIsRoom = createRoomWait({
    assertWanted() {
      const wish = stopRequested();
      if (wish !== 'no') throw new RunStopped(wish);
    },
    tell: (word) => patiently(() => markStill(db, lease, word)),
    log: (level, text) => reporter.log(level, text),
  });
  const store = <T>(work: () => Promise<T>) => whenThereIsRoom(() => patiently(work));
  return {
    paths,
    engine,
    saliencyStore: options.saliencyStore,
    stopRequested,
    whenThereIsRoom,
    progress: (progress) => reporter.progress(progress),
    metrics: (points) => reporter.metrics(points),
    log: (level, text) => reporter.log(level, text),
    async saveCheckpoint(checkpoint) {
      await reporter.drain();
      await store(() => saveCheckpoint(db, lease, root, checkpoint));
    },
    async loadCheckpoint() {
      const onCorrupt = (message: string) => reporter.log('warn', message);
      const resume = await patiently(() => resumeFrom(db, lease, { root, onCorrupt }));
      return resume?.bytes ?? null;
    },
    async loadDataset() {
      const known = await patiently(() => loadVideos(db, datasetId));
      return known ?? readCharades(paths.datasetRoot);
    },
    saveLeftOut: (told) => patiently(() => saveLeftOut(db, lease, told)),
    loadInitialWeights: () => patiently(() => loadInitialWeights(db, { runId: lease.runId, root })),
    async loadBaseCheckpoint() {
      return baseRunId === null ? null : patiently(() => loadBaseCheckpoint(db, { baseRunId, root }));
    },
    async evaluatedVariants() {
      const rows = await patiently(() =>
        db.evaluation.findMany({ where: { runId: lease.runId }, select: { variant: true } }),
      );
      return rows.flatMap(({ variant }) => readStored(variantIdSchema, variant) ?? []);
    },
    loadPartial: (evaluation) => patiently(() => loadPartialScores(db, lease.runId, evaluation, { root, mapBytes })),
    savePartial: (evaluation, videos) => patiently(() => savePartialScores(db, lease, evaluation, { videos, root })),
    async saveEvaluation(result) {
      await reporter.drain();
      await store(() => recordEvaluation(db, lease, result, { config, datasetId, root }));
    },
    keptMapBytes: () => patiently(() => keptMapBytes(db, lease.runId)),
    storedClipFrames: (videoIds) => patiently(() => storedClipFrames(db, clipSet, videoIds)),
    saveClipFrames: (strips) => store(() => saveClipFrames(db, clipSet, { strips, root })),
    galleryRequests: () => patiently(() => openGalleryRequests(db, lease.runId)),
    fulfilRequest: (maps) => patiently(() => fulfilGalleryRequest(db, lease, { ...maps, root })),
  };
}
