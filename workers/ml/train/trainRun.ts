import { setImmediate } from 'node:timers/promises';
import { AppError } from '@/domain/errors';
import type { MetricPoint } from '@/domain/metrics';
import type { RunConfig } from '@/domain/runConfig';
import type { Clip } from '@/workers/ml/attention/clip';
import { engineMilliseconds } from '@/workers/ml/engine/engineTime';
import { type RunHost, RunStopped } from '@/workers/ml/run/runHost';
import { type BusyMeter, createBusyMeter } from './busyMeter';
import { createCheckpointPace } from './checkpointPace';
import type { ProgressMeter } from './progressMeter';
import type { StepReport } from './trainStep';

const progressSeconds = 0.5;
/** Slowly moving curves are written every so many steps. */
const sparse = 10;
/** Clips announced ahead at least: a video is decoded by one process, and an accelerator is done with a clip sooner than that. */
const clipsAhead = 16;

export type TrainRunInput = {
  config: RunConfig;
  host: RunHost;
  firstStep: number;
  totalSteps: number;
  stepsPerEpoch: number;
  clipsOf(step: number): Clip[];
  /** Told of the clips that come next, while the engine is busy with the ones before. */
  expectClips(clips: Clip[]): void;
  /** Milliseconds that the clips were waited for so far. */
  waitedMs(): number;
  /** @param next the clips of the step after it */
  trainStep(step: number, clips: Clip[], next?: Clip[]): Promise<StepReport>;
  /** Writes a checkpoint of the state after `step` optimiser steps. */
  saveCheckpoint(step: number): Promise<void>;
  meter: ProgressMeter;
  workPerStep: number;
};

/**
 * The training loop: steps, curves, progress, checkpoints, stop requests. The state after step k depends on config and k alone.
 * @throws AppError('loss_not_finite'); RunStopped
 */
export async function trainRun(input: TrainRunInput): Promise<void> {
  const { host, firstStep, totalSteps, stepsPerEpoch, meter } = input;
  const pace = createCheckpointPace();
  const busyMeter = createBusyMeter({ engineMs: engineMilliseconds, waitedMs: input.waitedMs });
  const nextClips = announcedClips(input);
  const blank = createBlankMeter(input.config);
  let progressAt = Number.NEGATIVE_INFINITY;
  for (let step = firstStep; step < totalSteps; step++) {
    const began = performance.now();
    const report = await input.trainStep(step, ...nextClips());
    const now = performance.now();
    const at = { step, epoch: (step + 1) / stepsPerEpoch };
    host.metrics(lossPoint(report, at));
    blank?.add(report);
    if (step % sparse === 0) {
      const steps = Math.min(sparse, step - firstStep + 1);
      host.metrics(sparsePoints(report, at, { milliseconds: now - began, steps, ...busyMeter.look() }));
      if (blank) host.metrics([{ key: 'no_saliency', split: 'train', ...at, value: blank.look() }]);
    }
    if (!Number.isFinite(report.loss)) throw notFinite(report, step);
    meter.add(input.workPerStep);
    if (now - progressAt > progressSeconds * 1000) {
      progressAt = now;
      host.progress({
        phase: 'training',
        step: step + 1,
        totalSteps,
        progress: meter.progress(),
        etaSeconds: meter.etaSeconds(),
      });
    }
    await setImmediate(); // lets the reporter write and the process hear a stop request
    const stop = host.stopRequested();
    if (stop === 'cancel') throw new RunStopped(stop);
    if (stop === 'preempt' || pace.due()) {
      const from = performance.now();
      await input.saveCheckpoint(step + 1);
      pace.wrote(performance.now() - from);
    }
    if (stop === 'preempt') throw new RunStopped(stop);
  }
}

/** The clips of one step after the other, and of the step after it; those of the next steps are announced. */
function announcedClips({
  config,
  firstStep,
  totalSteps,
  clipsOf,
  expectClips,
}: TrainRunInput): () => [Clip[], Clip[]?] {
  const ahead = Math.ceil(clipsAhead / config.recipe.batchSize);
  const upcoming: Clip[][] = [];
  let announced = firstStep;
  let step = firstStep;
  return () => {
    for (; announced <= Math.min(step + ahead, totalSteps - 1); announced++) {
      const clips = clipsOf(announced);
      expectClips(clips);
      upcoming.push(clips);
    }
    step += 1;
    const clips = upcoming.shift() ?? [];
    return [clips, upcoming[0]];
  };
}

/** The share of clips without saliency among those since the look before; null where the training computes none. */
function createBlankMeter({ training, recipe }: RunConfig) {
  if (training.objective === null) return null;
  let [clips, without] = [0, 0];
  return {
    add(report: StepReport) {
      clips += recipe.batchSize;
      without += report.noSaliency;
    },
    look() {
      const share = without / clips;
      [clips, without] = [0, 0];
      return share;
    },
  };
}

type StepPlace = { step: number; epoch: number };

function lossPoint(report: StepReport, at: StepPlace): MetricPoint[] {
  return [{ key: 'loss', split: 'train', ...at, value: report.loss }];
}

/** @param since the steps since the points before, and this one */
function sparsePoints(
  report: StepReport,
  at: StepPlace,
  since: { milliseconds: number; steps: number } & ReturnType<BusyMeter['look']>,
): MetricPoint[] {
  const values = {
    loss_video: report.video,
    loss_frame: report.frame,
    learning_rate: report.learningRate,
    step_ms: since.milliseconds,
    engine_busy: since.busy,
    data_wait_ms: since.waitedMs / since.steps,
  } satisfies Partial<Record<MetricPoint['key'], number>>;
  return Object.entries(values).map(([key, value]) => ({
    key: key as keyof typeof values,
    split: 'train',
    ...at,
    value,
  }));
}

function notFinite(report: StepReport, step: number): AppError {
  return new AppError(
    'loss_not_finite',
    `The loss became ${report.loss} at step ${step + 1} with learning rate ${report.learningRate.toPrecision(3)}. Clone the run with a smaller learning rate or a longer warm-up.`,
  );
}
