import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { benchWeights } from './bench/benchWeights';
import { type Comparison, compare } from './bench/compare';
import { type BenchTask, taskName } from './bench/measurement';
import { markdownReport, ratiosOf } from './bench/report';
import { torchEnvironment } from './bench/torchEnvironment';
import { foveaCache, repository } from './setup/paths.mjs';

// npm run bench [-- --only "T = 16" --rounds 7 --out docs/benchmarks]
const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    rounds: { type: 'string', default: '7' },
    out: { type: 'string', default: path.join(repository, 'docs', 'benchmarks') },
  },
});

const kinds = ['forward', 'saliency', 'train'] as const;
const r50 = { backbone: 'resnet50_i3d', side: 224, batch: 1 } as const;
const micro = { backbone: 'micro_i3d', frames: 8, side: 56, batch: 8 } as const;
const tasks: BenchTask[] = [
  ...[16, 64].flatMap((frames) => kinds.map((task) => ({ ...r50, frames, task, threads: 2 }))),
  ...kinds.map((task) => ({ ...r50, frames: 16, task, threads: 1 })),
  ...kinds.map((task) => ({ ...micro, task, threads: 1 })),
];

const python = torchEnvironment();
const weights = new Map<string, Awaited<ReturnType<typeof benchWeights>>>();
const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: repository, encoding: 'utf8' }).trim();
const date = new Date().toISOString().slice(0, 10);
mkdirSync(values.out, { recursive: true });
const comparisons: Comparison[] = [];
for (const task of tasks.filter((candidate) => taskName(candidate).includes(values.only))) {
  const files = weights.get(task.backbone) ?? (await benchWeights(task.backbone, path.join(foveaCache(), 'bench')));
  weights.set(task.backbone, files);
  const comparison = await compare(task, { python, ...files, rounds: Number(values.rounds) });
  comparisons.push(comparison);
  const { wall, cpu, memory } = ratiosOf(comparison);
  console.log(
    `${taskName(task)}: wall ${wall.toFixed(2)}, CPU ${cpu.toFixed(2)}, memory ${memory.toFixed(2)} of PyTorch`,
  );
  // After every task: what was measured stays when a later one fails.
  writeFileSync(path.join(values.out, 'pytorch.md'), markdownReport(comparisons, { commit, date }));
  writeFileSync(path.join(values.out, 'pytorch.json'), `${JSON.stringify({ date, commit, comparisons }, null, 2)}\n`);
}
console.log(`Written to ${path.join(values.out, 'pytorch.md')}`);
