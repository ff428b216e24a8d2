import { benchWeights } from './benchWeights';
import { type Comparison, compare } from './compare';
import { type BenchTask, taskName } from './measurement';
import type { BenchResult, BenchSection } from './section';
import { stepsMarkdown } from './stepsReport';

const kinds = ['forward', 'saliency', 'train'] as const;
const r50 = { backbone: 'resnet50_i3d', side: 224, batch: 1 } as const;
const micro = { backbone: 'micro_i3d', frames: 8, side: 56, batch: 8 } as const;
const tasks: BenchTask[] = [
  ...[16, 64].flatMap((frames) => kinds.map((task) => ({ ...r50, frames, task, threads: 2 }))),
  ...kinds.map((task) => ({ ...r50, frames: 16, task, threads: 1 })),
  ...kinds.map((task) => ({ ...micro, task, threads: 1 })),
];

/** Single steps: forward, saliency, training, ours and PyTorch asked in turn. */
export const stepsSection: BenchSection = {
  id: 'steps',
  title: 'Single steps beside PyTorch',
  summary: 'forward pass, saliency and training step of both backbones, beside PyTorch eager',
  devices: ['cpu', 'gpu'],
  tasks: tasks.map(taskName),
  async run(context) {
    const python = context.python();
    const chosen = tasks.filter((task) => context.tasks.includes(taskName(task)));
    const comparisons: Comparison[] = [];
    for (const [k, task] of chosen.entries()) {
      context.progress(taskName(task), k / chosen.length);
      const files = await benchWeights(task.backbone, context.folder);
      const { rounds, device } = context;
      comparisons.push(await compare(task, { python, ...files, rounds, device }));
      context.save(resultOf(comparisons, device));
    }
    return resultOf(comparisons, context.device);
  },
};

function resultOf(comparisons: Comparison[], device: 'cpu' | 'gpu'): BenchResult {
  const sides = comparisons.flatMap(({ ours, peers }) => [ours, ...peers.map(({ side }) => side)]);
  return {
    markdown: stepsMarkdown(comparisons, device),
    json: { comparisons },
    versions: [...new Set(sides.map(({ version }) => version))],
  };
}
