import { setImmediate } from 'node:timers/promises';
import { AppError } from '@/domain/errors';
import type { MetricPoint } from '@/domain/metrics';
import type { RunConfig } from '@/domain/runConfig';
import type { Clip } from '@/workers/ml/attention/clip';
import { type RunHost, RunStopped } from '@/workers/ml/run/runHost';
import { createCheckpointPace } from './checkpointPace';
import type { ProgressMeter } from './progressMeter';
import type { StepReport } from './trainStep';

const progressSeconds = 0.5;
/** Slowly moving curves are written every so many steps. */
const sparse = 10;

export type TrainRunInput = {
  config: RunConfig;
  host: RunHost;
  firstStep: number;
  totalSteps: number;
  stepsPerEpoch: number;
  clipsOf(step: number): Clip[];
  /** Told of the clips that come next, while the engine is busy with the ones before. */
  expectClips(clips: Clip[]): void;
  trainStep(step: number, clips: Clip[]): Promise<StepReport>;
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
  let progressAt = Number.NEGATIVE_INFINITY;
  for (let step = firstStep; step < totalSteps; step++) {
    const began = performance.now();
    const clips = input.clipsOf(step);
    input.expectClips(clips);
    if (step + 1 < totalSteps) input.expectClips(input.clipsOf(step + 1));
    const report = await input.trainStep(step, clips);
    const now = performance.now();
    host.metrics(stepPoints(report, { step, epoch: (step + 1) / stepsPerEpoch, milliseconds: now - began }));
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

function stepPoints(
  report: StepReport,
  { step, epoch, milliseconds }: { step: number; epoch: number; milliseconds: number },
): MetricPoint[] {
  const point = (key: MetricPoint['key'], value: number): MetricPoint => ({ key, split: 'train', step, epoch, value });
  const points = [point('loss', report.loss)];
  if (step % sparse === 0) {
    points.push(
      point('loss_video', report.video),
      point('loss_frame', report.frame),
      point('learning_rate', report.learningRate),
      point('step_ms', milliseconds),
    );
  }
  return points;
}

function notFinite(report: StepReport, step: number): AppError {
  return new AppError(
    'loss_not_finite',
    `The loss became ${report.loss} at step ${step + 1} with learning rate ${report.learningRate.toPrecision(3)}. Clone the run with a smaller learning rate or a longer warm-up.`,
  );
}
