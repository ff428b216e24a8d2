import type { ClipStrips } from '@/domain/clipStrips';
import type { FinishedVideo } from '@/domain/evaluatedVideo';
import type { MetricPoint } from '@/domain/metrics';
import { readCharades } from '@/workers/ml/data/charadesReader';
import type {
  CheckpointFile,
  EvaluationKey,
  EvaluationResult,
  RequestedMaps,
  RunHost,
  RunPaths,
  RunProgress,
} from '@/workers/ml/run/runHost';

/** A run host that keeps everything in memory; `stopWhen` asks the run to stop once it holds. */
export type MemoryHost = RunHost & {
  points: MetricPoint[];
  checkpoints: CheckpointFile[];
  results: EvaluationResult[];
  strips: ClipStrips[];
  /** What the run has said that it leaves out. */
  leftOut: string[];
  logs: string[];
  said: RunProgress[];
  /** What is kept of evaluations, by variant. */
  kept: Map<string, FinishedVideo[]>;
  /** Maps of an evaluation, in the order of the split; null where none are kept. */
  mapsOf(variant: string): Uint8Array | null;
  /** What is asked for, and what has been made of it. */
  requests: Awaited<ReturnType<RunHost['galleryRequests']>>;
  fulfilled: RequestedMaps[];
};

export function createMemoryHost(options: {
  paths: RunPaths;
  base?: Uint8Array;
  resumeFrom?: Uint8Array;
  /** Default: every run computes for itself. */
  saliencyStore?: RunHost['saliencyStore'];
  stopAfter?: { losses: number; reason: 'cancel' | 'preempt' };
  stopWhen?: (host: MemoryHost) => 'no' | 'cancel' | 'preempt';
}): MemoryHost {
  const { paths, base, resumeFrom, stopAfter, stopWhen } = options;
  const host: MemoryHost = {
    points: [],
    checkpoints: [],
    results: [],
    strips: [],
    leftOut: [],
    logs: [],
    said: [],
    kept: new Map(),
    requests: [],
    fulfilled: [],
    mapsOf(variant) {
      const maps = (host.kept.get(variant) ?? []).flatMap((video) => video.maps ?? []);
      return maps.length > 0 ? new Uint8Array(Buffer.concat(maps)) : null;
    },
    paths,
    engine: { threads: 1, device: 'cpu' },
    saliencyStore: options.saliencyStore ?? null,
    stopRequested() {
      if (stopAfter && lossCurve(host).length >= stopAfter.losses) return stopAfter.reason;
      return stopWhen?.(host) ?? 'no';
    },
    whenThereIsRoom: (work) => work(),
    progress: (progress) => void host.said.push(progress),
    metrics: (points) => void host.points.push(...points),
    log: (level, text) => void host.logs.push(`${level} ${text}`),
    saveCheckpoint: async (checkpoint) => void host.checkpoints.push(checkpoint),
    loadCheckpoint: async () => resumeFrom ?? null,
    loadDataset: () => readCharades(paths.datasetRoot),
    saveLeftOut: async (told) => void host.leftOut.splice(0, host.leftOut.length, ...told),
    loadInitialWeights: async () => null,
    loadBaseCheckpoint: async () => base ?? null,
    evaluatedVariants: async () => host.results.map(({ variant }) => variant),
    loadPartial: async ({ variant }) => (host.kept.get(variant) ?? []).map(({ maps: _, ...video }) => video),
    async savePartial({ variant }: EvaluationKey, videos) {
      const others = (host.kept.get(variant) ?? []).filter(({ id }) => videos.every((video) => video.id !== id));
      host.kept.set(
        variant,
        [...others, ...videos].sort((a, b) => a.position - b.position),
      );
    },
    saveEvaluation: async (result) => void host.results.push(result),
    keptMapBytes: async () => host.results.reduce((sum, { variant }) => sum + (host.mapsOf(variant)?.length ?? 0), 0),
    async storedClipFrames(ids) {
      const bytes = new Map<string, number>();
      for (const { videoId, original, resized } of host.strips)
        if (ids.includes(videoId)) bytes.set(videoId, (bytes.get(videoId) ?? 0) + original.length + resized.length);
      return bytes;
    },
    saveClipFrames: async (strips) => void host.strips.push(...strips),
    galleryRequests: async () => host.requests,
    async fulfilRequest(maps) {
      host.fulfilled.push(maps);
      host.requests = host.requests.filter(({ videoId }) => videoId !== maps.videoId);
    },
  };
  return host;
}

/** The training loss, step by step. */
export function lossCurve(host: { points: MetricPoint[] }): number[] {
  return host.points.filter(({ key }) => key === 'loss').map(({ value }) => value);
}
