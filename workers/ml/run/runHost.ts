import type { ScoreSummary } from '@/domain/averagePrecision';
import type { ClipStrips } from '@/domain/clipStrips';
import type { EvaluatedVideo, FinishedVideo, SaliencyCount } from '@/domain/evaluatedVideo';
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

/** What a phase counts, e.g. videos; `perSecond` of late, null before the first. */
export type PhaseCount = { done: number; total: number; perSecond: number | null };

/** Progress of the whole run, evaluations included. */
export type RunProgress = {
  phase: RunPhase;
  step: number;
  totalSteps: number;
  /** 0..1 */
  progress: number;
  etaSeconds: number | null;
  /** Videos decoded or evaluated; absent where the phase counts steps. */
  count?: PhaseCount;
};

export type CheckpointFile = {
  /** Optimiser steps taken. */
  step: number;
  epoch: number;
  final: boolean;
  /** safetensors */
  bytes: Uint8Array;
};

/** Names an evaluation of a run that is under way. */
export type EvaluationKey = { variant: VariantId; checkpointStep: number };

export type EvaluationResult = {
  variant: VariantId;
  fusion: Fusion;
  objective: Objective | null;
  oracle: boolean;
  checkpointStep: number;
  /** All of the split, in its order. */
  videos: EvaluatedVideo[];
  summary: ScoreSummary;
  /** domain/sampledScore.ts */
  sampledMap: number;
  boxHitRate: number | null;
  /** Videos that could not be read. */
  unreadable: number;
  /** Side of the saliency maps; null where no saliency was computed. */
  mapSide: number | null;
  /** null where no saliency was computed. */
  saliency?: SaliencyCount | null;
};

/** Pictures of one video that somebody asked for: its maps in every evaluation that left them out. */
export type RequestedMaps = { videoId: string; maps: { variant: VariantId; data: Uint8Array }[] };

/**
 * What a run process offers the science: a place to report to. The science never knows what stands behind it.
 * Calls that return nothing are buffered and must not block; a failed or refused write makes a later `flush` or write throw.
 */
export type RunHost = {
  paths: RunPaths;
  /** What the process was given to compute with. */
  engine: { threads: number; device: 'cpu' | 'gpu'; opsAtOnce?: number };
  /** Where what fixed bases say of clips is kept for all runs of the host, and its size at most [bytes]; null: nowhere. */
  saliencyStore: { root: string; limitBytes: number } | null;
  /** Asked between steps and between videos. `cancel` = stop without a result; `preempt` = checkpoint, then stop. */
  stopRequested(): 'no' | 'cancel' | 'preempt';
  /** Does work that writes to a disk; while the disk is full it waits, and does the work again. @throws RunStopped, and whatever `work` throws */
  whenThereIsRoom<Result>(work: () => Promise<Result>): Promise<Result>;
  progress(progress: RunProgress): void;
  metrics(points: MetricPoint[]): void;
  log(level: 'info' | 'warn' | 'error', text: string): void;
  /** Resolves when the bytes are durable, all metrics reported before are written, and the row stands. */
  saveCheckpoint(checkpoint: CheckpointFile): Promise<void>;
  /** The newest checkpoint of this run, to resume from; null on the first attempt. */
  loadCheckpoint(): Promise<Uint8Array | null>;
  /** The videos and classes of the run's data set. @throws AppError dataset_missing, dataset_invalid */
  loadDataset(): Promise<VideoDataset>;
  /** What this run leaves out (leaveOut.ts), to be shown with it: a sentence with the count, then one a video; empty: nothing. */
  saveLeftOut(told: string[]): Promise<void>;
  /** Imported weights (format of checkpoint/weightsFile.ts) that a run starts from; null where it starts from its seed. */
  loadInitialWeights(): Promise<Uint8Array | null>;
  /** Final checkpoint of the base run; null where the run is a base itself. */
  loadBaseCheckpoint(): Promise<Uint8Array | null>;
  /** Variants already evaluated by an earlier attempt. */
  evaluatedVariants(): Promise<VariantId[]>;
  /** Videos of an unfinished evaluation that are kept already. */
  loadPartial(evaluation: EvaluationKey): Promise<EvaluatedVideo[]>;
  /** Keeps finished videos of an evaluation, in place of what was kept of them before. */
  savePartial(evaluation: EvaluationKey, videos: FinishedVideo[]): Promise<void>;
  /** Records an evaluation, with what `savePartial` has kept of its videos: all of them. */
  saveEvaluation(result: EvaluationResult): Promise<void>;
  /** Bytes of the maps that the finished evaluations of this run hold. */
  keptMapBytes(): Promise<number>;
  /** Bytes of the strips of those of these videos whose strips are complete for this protocol. */
  storedClipFrames(videoIds: string[]): Promise<Map<string, number>>;
  saveClipFrames(strips: ClipStrips[]): Promise<void>;
  /** Videos whose maps and frames somebody asked for, and the variants whose maps they lack. */
  galleryRequests(): Promise<{ videoId: string; variants: VariantId[] }[]>;
  /** Stores the maps of a request; with its frames stored before, it is done. */
  fulfilRequest(maps: RequestedMaps): Promise<void>;
};

/** Thrown by the science when it stopped because `stopRequested` said so. */
export class RunStopped extends Error {
  constructor(readonly reason: 'cancel' | 'preempt') {
    super(`run stopped: ${reason}`);
    this.name = 'RunStopped';
  }
}
