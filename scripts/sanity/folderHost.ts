import { mkdirSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MetricPoint } from '@/domain/metrics';
import { formatDuration } from '@/domain/text/formatDuration';
import { readCharades } from '@/workers/ml/data/charadesReader';
import type { EvaluationResult, RunHost, RunPaths } from '@/workers/ml/run/runHost';

/** A run host without a database: checkpoints go to a folder, metrics and evaluations stay in memory. */
export type FolderHost = RunHost & { points: MetricPoint[]; results: EvaluationResult[]; finalCheckpoint: string };

export function createFolderHost({
  folder,
  paths,
  baseCheckpoint,
  threads = 1,
  saliencyStore = null,
  onProgress,
}: {
  folder: string;
  threads?: number;
  /** Default: nothing is taken from other runs, or kept for them. */
  saliencyStore?: RunHost['saliencyStore'];
  paths: RunPaths;
  baseCheckpoint: string | null;
  onProgress?: (text: string) => void;
}): FolderHost {
  mkdirSync(folder, { recursive: true });
  const finalCheckpoint = join(folder, 'final.safetensors');
  const points: MetricPoint[] = [];
  const results: EvaluationResult[] = [];
  let said = 0;
  return {
    points,
    results,
    finalCheckpoint,
    paths,
    engine: { threads, device: 'cpu' },
    saliencyStore,
    whenThereIsRoom: (work) => work(),
    stopRequested: () => 'no',
    progress({ phase, step, totalSteps, progress, etaSeconds }) {
      if (Date.now() - said < 5000) return;
      said = Date.now();
      const eta = etaSeconds === null ? '' : `, ${formatDuration(etaSeconds)} left`;
      onProgress?.(`${phase} ${step}/${totalSteps} (${(100 * progress).toFixed(0)} %${eta})`);
    },
    metrics: (batch) => void points.push(...batch),
    log: (level, text) => onProgress?.(`${level}: ${text}`),
    async saveCheckpoint({ bytes, final }) {
      if (final) writeFileSync(finalCheckpoint, bytes);
    },
    loadCheckpoint: async () => null,
    loadDataset: () => readCharades(paths.datasetRoot),
    saveLeftOut: async () => undefined,
    loadInitialWeights: async () => null,
    loadBaseCheckpoint: async () => (baseCheckpoint === null ? null : readFile(baseCheckpoint)),
    evaluatedVariants: async () => [],
    saveEvaluation: async (result) => void results.push(result),
    loadPartial: async () => [],
    savePartial: async () => {},
    keptMapBytes: async () => 0,
    storedClipFrames: async (ids) => new Map(ids.map((id) => [id, 0])), // there is no gallery to make frames for
    saveClipFrames: async () => {},
    galleryRequests: async () => [],
    fulfilRequest: async () => {},
  };
}
