import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { scoreVideos } from '@/domain/averagePrecision';
import { AppError } from '@/domain/errors';
import type { RunConfig } from '@/domain/runConfig';
import { type RunHost, RunStopped } from '@/workers/ml/run/runHost';
import type { CountingPlan } from './countingPlan';

/** The state of this "training" after some steps: like weights, it depends on every step before. */
type State = { step: number; sum: number };

/**
 * Executes runs without an engine, as fast as a test wants: every step changes the state, writes a metric and a log line, and
 * checkpoints carry the state. What it does is in `plan.json` of the data set's folder. Only tests use it.
 */
export async function executeRun(config: RunConfig, host: RunHost): Promise<void> {
  const plan: CountingPlan = JSON.parse(readFileSync(join(host.paths.datasetRoot, 'plan.json'), 'utf8'));
  const needsBase = config.training.secondView !== 'none';
  const base = await host.loadBaseCheckpoint();
  if (needsBase !== (base !== null)) throw new AppError('checkpoint_missing', 'base checkpoint missing or unexpected');
  const checkpoint = await host.loadCheckpoint();
  let state: State = checkpoint ? decode(checkpoint) : { step: 0, sum: base ? decode(base).sum : config.seed };
  if (checkpoint) host.log('info', `resumed at ${state.step}`);
  while (state.step < plan.steps) {
    await failIfPlanned(plan, state.step, host);
    state = { step: state.step + 1, sum: (state.sum * 31 + state.step) % 1_000_003 };
    const at = { split: 'train', step: state.step - 1, epoch: state.step / plan.steps } as const;
    host.metrics([{ key: 'loss', ...at, value: state.sum }]);
    host.log('info', `step ${at.step}`);
    const progress = state.step / plan.steps;
    host.progress({ phase: 'training', step: state.step, totalSteps: plan.steps, progress, etaSeconds: 1 });
    await sleep(plan.stepMs);
    await checkpointOrStop(plan, state, host);
  }
  await host.saveCheckpoint(checkpointOf(plan, state, true));
  await evaluate(config, state, host);
}

async function checkpointOrStop(plan: CountingPlan, state: State, host: RunHost): Promise<void> {
  const stop = host.stopRequested();
  if (stop === 'cancel') throw new RunStopped(stop);
  if (stop === 'preempt' || state.step % plan.checkpointEvery === 0) {
    await host.saveCheckpoint(checkpointOf(plan, state, false));
  }
  if (stop === 'preempt') throw new RunStopped(stop);
}

async function failIfPlanned({ failure }: CountingPlan, step: number, host: RunHost): Promise<void> {
  if (!failure || failure.step !== step || existsSync(join(host.paths.datasetRoot, 'mended'))) return;
  if (failure.kind === 'reason') throw new AppError(failure.code, failure.message);
  if (failure.kind === 'pipe') return void (await readFile(join(host.paths.datasetRoot, 'pipe')));
  if (failure.kind === 'long') return computeFor(5000);
  if (failure.kind === 'crash') process.exit(3);
  if (failure.kind === 'bug') throw new TypeError('this is a bug');
  if (failure.kind === 'memory') takeMemory();
  if (failure.kind === 'heap') fillHeap();
  throw Object.assign(new Error('write failed'), { code: 'ENOSPC' });
}

function computeFor(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

function takeMemory(): never {
  const taken = Array.from({ length: 32 }, () => Buffer.alloc(16 * 2 ** 20, 1));
  throw new TypeError(`${taken.length} pieces of memory were there`);
}

function fillHeap(): never {
  const numbers: number[][] = [];
  while (numbers.length < 10_000) numbers.push(Array.from({ length: 10_000 }, (_, k) => k + Math.random()));
  throw new TypeError(`${numbers.length} arrays were there`);
}

function checkpointOf({ checkpointBytes, steps }: CountingPlan, state: State, final: boolean) {
  const text = JSON.stringify(state).padEnd(checkpointBytes);
  return { step: state.step, epoch: state.step / steps, final, bytes: Buffer.from(text) };
}

function decode(bytes: Uint8Array): State {
  return JSON.parse(Buffer.from(bytes).toString());
}

async function evaluate(config: RunConfig, state: State, host: RunHost): Promise<void> {
  const done = await host.evaluatedVariants();
  for (const { variant, objective } of config.evaluations) {
    if (done.includes(variant)) continue;
    const scores = [Float32Array.of(0.9, 0.1), Float32Array.of(0.2, 0.8)];
    const videos = scores.map((row, position) => ({
      ...{ id: `test${position}`, position, scores: row, clipScores: row },
      ...{ boxes: null, hits: null, sampledClasses: [position] },
    }));
    const key = { variant, checkpointStep: state.step };
    await host.savePartial(
      key,
      videos.map((video) => ({ ...video, maps: null })),
    );
    const summary = scoreVideos(
      scores,
      [
        [1, 0],
        [0, 1],
      ],
      2,
    );
    await host.saveEvaluation({
      ...{ ...key, objective, fusion: config.training.fusion, oracle: false, videos },
      ...{ summary, sampledMap: summary.mAP, boxHitRate: null, unreadable: 0, mapSide: null },
    });
  }
}
