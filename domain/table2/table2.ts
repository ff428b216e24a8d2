import type { ClipGeometry } from '@/domain/clipGeometry';
import type { SaliencyCount } from '@/domain/evaluatedVideo';
import type { Cell } from '@/domain/experimentSpec';
import type { Fusion } from '@/domain/fusions';
import type { MeasuredProtocol } from '@/domain/measuredProtocol';
import type { Method } from '@/domain/method';
import type { Objective } from '@/domain/objectives';
import type { Protocol } from '@/domain/protocol';
import type { TrainingAxes } from '@/domain/runConfig';
import type { RunStatus } from '@/domain/runStatus';
import type { VariantId } from '@/domain/variants';

/** How work stands. */
export type TableWork = {
  status: RunStatus;
  statusCode: string | null;
  statusMessage: string | null;
  phase: string | null;
  /** Videos that the phase counts: done, of how many, and how many a second. */
  phaseDone?: number;
  phaseTotal?: number;
  phaseRate?: number | null;
  /** 0..1 of all of it. */
  progress: number;
  etaSeconds: number | null;
};

/** A training as the table sees it. `foreign`: a base run of another experiment whose weights are reused. */
export type TableRun = TableWork & {
  id: string;
  name: string;
  seed: number;
  /** Rows that were asked of the finished run and are not there yet, the newest first. */
  later?: (TableWork & { id: string; variants: VariantId[] })[];
  baseRunId: string | null;
  training: TrainingAxes;
  /** Bases of Table 1 differ from that of Table 2 in the frames of their clips only. */
  clip: ClipGeometry;
  /** Rows that the run evaluates or will evaluate. */
  variants: VariantId[];
  foreign: boolean;
};

/** A score as the table sees it; `map` in [0, 1], NaN where no class has a positive. */
export type TableEvaluation = {
  id: string;
  runId: string;
  variant: VariantId;
  objective: Objective | null;
  map: number;
  /** Against the labels of the sampled frames; null where it was not counted. */
  sampledMap: number | null;
  /** Classes without a positive in the split, which are in no mean. */
  classesLeftOut: number;
  /** Test videos that could not be read and rank last. */
  unreadVideos?: number;
  boxHitRate: number | null;
  /** null where no saliency was computed, or nobody counted. */
  saliency?: SaliencyCount | null;
  protocol: Protocol;
  protocolKey: string;
};

/** What Tables 1 and 2 of an experiment are made of. */
export type TableSource = {
  /** Says what stands for L_E in the rows. */
  method: Pick<Method, 'labelFree'>;
  /** The cells that the experiment was made for. */
  cells: Cell[];
  seeds: number[];
  /** T of the clips of Table 2. */
  frames: number;
  /** T of the clips of Table 1; empty where there is none. */
  table1Frames: number[];
  /** In the order of their creation; with the foreign base runs that they start from, and the bases of Table 1. */
  runs: TableRun[];
  /** In the order of their creation. */
  evaluations: TableEvaluation[];
};

/** Where one seed of a cell stands. `waiting`: for its base; `base_failed`: for a base that ended without weights; `missing`: nobody was asked. */
export type SeedState =
  | 'done'
  | 'running'
  | 'starting'
  | 'queued'
  | 'waiting'
  | 'base_failed'
  | 'failed'
  | 'cancelled'
  | 'missing';

export type SeedResult = {
  seed: number;
  state: SeedState;
  run: TableRun | null;
  /** What the score waits for: the training, or an evaluation that was asked of the finished run. */
  work: TableWork | null;
  evaluation: TableEvaluation | null;
  /** mAP minus that of the base it was trained from, on the same protocol; null where either is unknown. */
  difference: number | null;
};

/** Over seeds; `std` is the sample standard deviation, null for n = 1. */
export type Spread = { mean: number; std: number | null; n: number };

/** Some seeds of one row, taken together. */
export type SeedSummary = {
  /** mAP in [0, 1]; null while there is no finite score. */
  score: Spread | null;
  /** Paired by seed, in [-1, 1]; null for Base. */
  difference: Spread | null;
  /** mAP against the labels of the sampled frames, for comparison with other code. */
  sampled: Spread | null;
  /** Fraction of boxes on an active object, in [0, 1]. */
  boxHitRate: Spread | null;
  /** Clips of all seeds; null where no saliency was computed, or nobody counted. */
  saliency: SaliencyCount | null;
  seeds: SeedResult[];
  /** The protocols behind the score; more than one makes the mean a mixture. */
  protocols: MeasuredProtocol[];
};

export type TableCell = SeedSummary & {
  variant: VariantId;
  fusion: Fusion;
  /** Highest mean of its column among rows that read no ground truth (at the shown precision). */
  best: boolean;
};

export type TableRow = {
  variant: VariantId;
  label: string;
  group: 'table2' | 'option' | 'control';
  /** Ground truth is read at evaluation. */
  oracle: boolean;
  /** mAP [%] on Charades in the paper. */
  paper: Record<Fusion, number> | null;
  /** Base has no second view: both columns are one training. */
  shared: boolean;
  cells: Record<Fusion, TableCell>;
};

export type Table2 = {
  /** The seeds that the table is about. */
  seeds: number[];
  rows: TableRow[];
};
