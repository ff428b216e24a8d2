import { createInterface } from 'node:readline';
import { collectGarbage } from '@/workers/ml/engine/collectGarbage';
import { startEngine } from '@/workers/ml/engine/startEngine';
import { makeStep } from './makeStep';
import type { BenchTask } from './measurement';

// Ours, as peer.py: every line on the standard input is a number of steps, the answer one line of JSON.
const [backbone, frames, side, batch, task, threads, weights] = process.argv.slice(2) as [
  BenchTask['backbone'],
  string,
  string,
  string,
  BenchTask['task'],
  string,
  string,
];
const device = process.env.FOVEA_BENCH_DEVICE === 'gpu' ? 'gpu' : 'cpu';
const engine = startEngine({ threads: Number(threads), device });
const sizes = { frames: Number(frames), side: Number(side), batch: Number(batch) };
const step = makeStep({ backbone, task, ...sizes }, weights);
collectGarbage();
console.log(JSON.stringify({ ready: `libtensorflow ${engine.libtensorflow}` }));
for await (const line of createInterface({ input: process.stdin })) {
  const steps = Number(line);
  const [cpu, wall] = [process.cpuUsage(), performance.now()];
  for (let k = 0; k < steps; k++) await step();
  const { user, system } = process.cpuUsage(cpu);
  const peakMiB = process.resourceUsage().maxRSS / 1024;
  const wallMs = (performance.now() - wall) / steps;
  console.log(JSON.stringify({ wallMs, cpuMs: (user + system) / 1000 / steps, peakMiB }));
}
process.exit(0);
