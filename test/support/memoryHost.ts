import type { ClipStrips } from '@/domain/clipStrips';
import type { MetricPoint } from '@/domain/metrics';
import { readCharades } from '@/workers/ml/data/charadesReader';
import type { CheckpointFile, EvaluationResult, RunHost, RunPaths } from '@/workers/ml/run/runHost';

/** A run host that keeps everything in memory; `stopAfter` asks the run to stop once so many loss points are there. */
export type MemoryHost = RunHost & {
  points: MetricPoint[];
  checkpoints: CheckpointFile[];
  results: EvaluationResult[];
  strips: ClipStrips[];
  logs: string[];
};

export function createMemoryHost(options: {
  paths: RunPaths;
  base?: Uint8Array;
  resumeFrom?: Uint8Array;
  stopAfter?: { losses: number; reason: 'cancel' | 'preempt' };
}): MemoryHost {
  const { paths, base, resumeFrom, stopAfter } = options;
  const host: MemoryHost = {
    points: [],
    checkpoints: [],
    results: [],
    strips: [],
    logs: [],
    paths,
    engine: { threads: 1, device: 'cpu' },
    stopRequested: () => (stopAfter && lossCurve(host).length >= stopAfter.losses ? stopAfter.reason : 'no'),
    progress: () => undefined,
    metrics: (points) => void host.points.push(...points),
    log: (level, text) => void host.logs.push(`${level} ${text}`),
    saveCheckpoint: async (checkpoint) => void host.checkpoints.push(checkpoint),
    loadCheckpoint: async () => resumeFrom ?? null,
    loadDataset: () => readCharades(paths.datasetRoot),
    loadInitialWeights: async () => null,
    loadBaseCheckpoint: async () => base ?? null,
    evaluatedVariants: async () => [],
    saveEvaluation: async (result) => void host.results.push(result),
    missingClipFrames: async (ids) => ids.filter((id) => !host.strips.some(({ videoId }) => videoId === id)),
    saveClipFrames: async (strips) => void host.strips.push(...strips),
  };
  return host;
}

/** The training loss, step by step. */
export function lossCurve(host: { points: MetricPoint[] }): number[] {
  return host.points.filter(({ key }) => key === 'loss').map(({ value }) => value);
}
