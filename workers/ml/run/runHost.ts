import type { ScoreSummary } from '@/domain/averagePrecision';
import type { Box } from '@/domain/box';
import type { ClipStrips } from '@/domain/clipStrips';
import type { Fusion } from '@/domain/fusions';
import type { MetricPoint } from '@/domain/metrics';
import type { Objective } from '@/domain/objectives';
import type { RunPhase } from '@/domain/runStatus';
import type { VariantId } from '@/domain/variants';
import type { VideoDataset } from '@/workers/ml/data/videoItem';

/** Where the data of a run lie on this machine. */
export type RunPaths = {
  /** Folder in the Charades layout. */
  datasetRoot: string;
  /** Folder for decoded frames, shared by all processes of the host. */
  cacheRoot: string;
  ffmpegPath: string;
  /** Git commit of the running code, for checkpoint metadata; null outside a checkout. */
  sourceCommit: string | null;
};

/** Progress of the whole run, evaluations included. */
export type RunProgress = {
  phase: RunPhase;
  step: number;
  totalSteps: number;
  /** 0..1 */
  progress: number;
  etaSeconds: number | null;
};

export type CheckpointFile = {
  /** Optimiser steps taken. */
  step: number;
  epoch: number;
  final: boolean;
  /** safetensors */
  bytes: Uint8Array;
};

export type EvaluatedVideo = {
  id: string;
  /** Pooled probability per class. */
  scores: Float32Array;
  /** (clips x classes) probabilities. */
  clipScores: Float32Array;
  /** One box a clip; null where the row has no box. */
  boxes: Box[] | null;
  /** Per clip: share of frames whose box holds an active object, -1 = none active; null where truth or box is unknown. */
  hits: number[] | null;
};

export type EvaluationResult = {
  variant: VariantId;
  fusion: Fusion;
  objective: Objective | null;
  oracle: boolean;
  checkpointStep: number;
  videos: EvaluatedVideo[];
  summary: ScoreSummary;
  boxHitRate: number | null;
  /** uint8 (videos x clips x side x side), 255 = maximum of the map; null where no saliency was computed. */
  maps: { side: number; data: Uint8Array } | null;
};

/**
 * What a run process offers the science: a place to report to. The science never knows what stands behind it.
 * Calls that return nothing are buffered and must not block; a failed or refused write makes a later `flush` or write throw.
 */
export type RunHost = {
  paths: RunPaths;
  /** What the process was given to compute with. */
  engine: { threads: number; device: 'cpu' | 'gpu' };
  /** Asked between steps and between videos. `cancel` = stop without a result; `preempt` = checkpoint, then stop. */
  stopRequested(): 'no' | 'cancel' | 'preempt';
  progress(progress: RunProgress): void;
  metrics(points: MetricPoint[]): void;
  log(level: 'info' | 'warn' | 'error', text: string): void;
  /** Resolves when the bytes are durable, all metrics reported before are written, and the row stands. */
  saveCheckpoint(checkpoint: CheckpointFile): Promise<void>;
  /** The newest checkpoint of this run, to resume from; null on the first attempt. */
  loadCheckpoint(): Promise<Uint8Array | null>;
  /** The videos and classes of the run's data set. @throws AppError dataset_missing, dataset_invalid */
  loadDataset(): Promise<VideoDataset>;
  /** Imported weights (format of checkpoint/weightsFile.ts) that a run starts from; null where it starts from its seed. */
  loadInitialWeights(): Promise<Uint8Array | null>;
  /** Final checkpoint of the base run; null where the run is a base itself. */
  loadBaseCheckpoint(): Promise<Uint8Array | null>;
  /** Variants already evaluated by an earlier attempt. */
  evaluatedVariants(): Promise<VariantId[]>;
  saveEvaluation(result: EvaluationResult): Promise<void>;
  /** Videos whose strips are still missing for this protocol. */
  missingClipFrames(videoIds: string[]): Promise<string[]>;
  saveClipFrames(strips: ClipStrips[]): Promise<void>;
};

/** Thrown by the science when it stopped because `stopRequested` said so. */
export class RunStopped extends Error {
  constructor(readonly reason: 'cancel' | 'preempt') {
    super(`run stopped: ${reason}`);
    this.name = 'RunStopped';
  }
}
