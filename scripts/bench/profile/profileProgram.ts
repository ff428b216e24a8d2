import { makeStep, type StepTask } from '@/scripts/bench/makeStep';
import { collectGarbage } from '@/workers/ml/engine/collectGarbage';
import { setLibraryEnvironment, startEngine } from '@/workers/ml/engine/startEngine';
import { measureLimits } from './machineLimits';
import { recordOps } from './opRecorder';
import type { OpProfile } from './profileReport';

// One task op by op, as one line of JSON: node --import tsx profileProgram.ts '{"task": ..., "threads": 2, "weights": ..., "steps": 6}'
const { task, threads, weights, steps } = JSON.parse(process.argv[2] ?? '') as {
  task: StepTask;
  threads: number;
  weights: string;
  steps: number;
};
// Op by op is without programs. The recorder loads the library, which reads its environment then.
const options = { threads, device: 'cpu', programs: false } as const;
setLibraryEnvironment(options);
const recorder = recordOps();
const engine = startEngine(options);
const limits = measureLimits();
const step = makeStep(task, weights);
collectGarbage();
for (let k = 0; k < 2; k++) await step();
let bestMs = Number.POSITIVE_INFINITY;
for (let k = 0; k < steps; k++) {
  const began = performance.now();
  await step();
  bestMs = Math.min(bestMs, performance.now() - began);
}
recorder.start();
const began = performance.now();
for (let k = 0; k < steps; k++) await step();
const profiledMs = (performance.now() - began) / steps;
const ops = recorder.stop().map(({ name, ...sums }) => ({
  name,
  calls: sums.calls / steps,
  ms: sums.ms / steps,
  cpuMs: sums.cpuMs / steps,
  flop: sums.flop / steps,
  bytes: sums.bytes / steps,
}));
const profile: OpProfile = { task: { ...task, threads }, limits, bestMs, profiledMs, ops };
console.log(JSON.stringify({ version: `libtensorflow ${engine.libtensorflow}`, profile }));
process.exit(0);
