import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { AppError } from '@/domain/errors';
import { type RunConfig, runConfigSchema } from '@/domain/runConfig';
import { requireStored } from '@/domain/stored';
import { artifactsRoot } from '@/server/artifacts/artifactsRoot';
import { env } from '@/server/env';
import { retryTransient } from '@/server/retryTransient';
import { isOutOfMemory } from '@/workers/memory/isOutOfMemory';
import { readMemoryPlaces } from '@/workers/memory/readMemoryPlaces';
import { requireMemory } from '@/workers/memory/requireMemory';
import { createRunHost } from '@/workers/report/createRunHost';
import { explainOutOfMemory } from '@/workers/report/explainOutOfMemory';
import { loadExecutor } from '@/workers/report/loadExecutor';
import { sourceCommit } from '@/workers/report/sourceCommit';
import type { TaskHandler } from './taskHandler';

/**
 * Whatever a run lacks, from where it stands: its training, the evaluations of its config, pictures that somebody asked for. A run whose
 * final weights are there goes on behind its last step.
 */
export const performRun: TaskHandler = async ({ db, lease: held, reporter, stop, options }) => {
  const { runId } = held;
  if (runId === null) throw new Error('This task belongs to no run');
  const lease = { ...held, runId };
  const select = { config: true, baseRunId: true } as const;
  const run = await retryTransient(() => db.run.findUniqueOrThrow({ where: { id: runId }, select }));
  const config = parseConfig(run.config);
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
    baseRunId: run.baseRunId,
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
};

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
