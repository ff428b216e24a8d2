import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { AppError } from '@/domain/errors';
import { type RunConfig, runConfigSchema } from '@/domain/runConfig';
import { requireStored } from '@/domain/stored';
import { artifactsRoot } from '@/server/artifacts/artifactsRoot';
import type { Db } from '@/server/db';
import { env } from '@/server/env';
import { retryTransient } from '@/server/retryTransient';
import type { Lease } from '@/server/runs/lease';
import { startAttempt } from '@/server/runs/startAttempt';
import { isOutOfMemory } from '@/workers/memory/isOutOfMemory';
import { readMemoryPlaces } from '@/workers/memory/readMemoryPlaces';
import { requireMemory } from '@/workers/memory/requireMemory';
import type { Reporter } from './createReporter';
import { createRunHost } from './createRunHost';
import { explainOutOfMemory } from './explainOutOfMemory';
import { loadExecutor } from './loadExecutor';
import type { RunOptions } from './runOptions';
import { sourceCommit } from './sourceCommit';
import type { StopSignal } from './stopSignal';

export type Performance = { db: Db; lease: Lease; reporter: Reporter; stop: StopSignal; options: RunOptions };

/**
 * One attempt of a run from its row to its last evaluation.
 * @throws RunStopped, AppError, and whatever is a bug
 */
export async function performRun({ db, lease, reporter, stop, options }: Performance): Promise<void> {
  const started = await retryTransient(() => startAttempt(db, lease, { pid: process.pid }));
  const config = parseConfig(started.config);
  const dataset = await retryTransient(() =>
    db.dataset.findUnique({ where: { slug: config.dataset }, select: { id: true, root: true } }),
  );
  if (!dataset) {
    throw new AppError(
      'dataset_missing',
      `There is no dataset "${config.dataset}" any more. Import it again, then retry.`,
    );
  }
  const { FOVEA_CACHE, FOVEA_FFMPEG, FOVEA_SALIENCY, FOVEA_SALIENCY_MIB } = env();
  const paths = {
    datasetRoot: dataset.root,
    cacheRoot: FOVEA_CACHE,
    ffmpegPath: FOVEA_FFMPEG ?? 'ffmpeg',
    sourceCommit: await sourceCommit(process.cwd()),
  };
  const executeRun = await loadExecutor(options.executor);
  const host = createRunHost({
    ...{ db, lease, reporter, stop, config, paths },
    // A core that no other run uses helps this one; where all are in use, two threads cost nothing.
    engine: { threads: options.threads, device: options.device, opsAtOnce: Math.min(2, availableParallelism()) },
    saliencyStore:
      FOVEA_SALIENCY_MIB === 0
        ? null
        : { root: FOVEA_SALIENCY ?? join(FOVEA_CACHE, 'saliency'), limitBytes: FOVEA_SALIENCY_MIB * 2 ** 20 },
    datasetId: dataset.id,
    baseRunId: started.baseRunId,
    root: artifactsRoot(),
  });
  const gpu = options.device === 'gpu' ? visibleGpu() : null;
  if (options.executor === undefined) {
    for (const place of await readMemoryPlaces(gpu)) {
      const warning = requireMemory(config, place);
      if (warning !== null) reporter.log('warn', warning);
    }
  }
  try {
    await executeRun(config, host);
  } catch (error) {
    throw isOutOfMemory(error) ? await explainOutOfMemory(error, { config, gpu }) : error;
  }
}

/** UUID of the one GPU that the supervisor lets this process see. */
function visibleGpu(): string | null {
  // biome-ignore lint/style/noProcessEnv: what the supervisor set for CUDA (slots.ts) names the GPU
  return process.env.CUDA_VISIBLE_DEVICES ?? null;
}

function parseConfig(config: unknown): RunConfig {
  return requireStored(runConfigSchema, config, {
    what: 'The config of this run',
    next: 'Restore it on the page of the run, then retry; or delete the run.',
  });
}
