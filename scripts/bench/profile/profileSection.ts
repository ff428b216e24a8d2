import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { benchWeights } from '@/scripts/bench/benchWeights';
import { type BenchTask, taskName } from '@/scripts/bench/measurement';
import type { BenchResult, BenchSection } from '@/scripts/bench/section';
import { type OpProfile, profileMarkdown } from './profileReport';

const r50 = { backbone: 'resnet50_i3d', side: 224, batch: 1 } as const;
const kinds = ['forward', 'saliency', 'train'] as const;
const tasks: BenchTask[] = [
  ...kinds.map((task) => ({ ...r50, frames: 16, task, threads: 2 })),
  { ...r50, frames: 16, task: 'train', threads: 1 },
  { ...r50, frames: 64, task: 'train', threads: 2 },
  { backbone: 'micro_i3d', frames: 8, side: 56, batch: 8, task: 'train', threads: 1 },
];
const nameOf = (task: BenchTask) => `op by op: ${taskName(task)}`;

/** Where the time of a step goes, op by op, against what the machine could do. */
export const profileSection: BenchSection = {
  id: 'profile',
  title: 'Steps op by op',
  summary: 'every op of a step against the limits of arithmetic and memory, ours alone',
  devices: ['cpu'],
  tasks: tasks.map(nameOf),
  async run(context) {
    const chosen = tasks.filter((task) => context.tasks.includes(nameOf(task)));
    const profiles: OpProfile[] = [];
    let versions: string[] = [];
    for (const [k, { threads, ...task }] of chosen.entries()) {
      context.progress(nameOf({ ...task, threads }), k / chosen.length);
      const { weights } = await benchWeights(task.backbone, context.folder);
      const steps = context.rounds * (task.backbone === 'micro_i3d' ? 10 : 1);
      const program = fileURLToPath(new URL('profileProgram.ts', import.meta.url));
      const args = ['--import', 'tsx', program, JSON.stringify({ task, threads, weights, steps })];
      const output = execFileSync(process.execPath, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
      const { version, profile } = JSON.parse(output) as { version: string; profile: OpProfile };
      profiles.push(profile);
      versions = [version];
      context.save(resultOf(profiles, versions));
    }
    return resultOf(profiles, versions);
  },
};

function resultOf(profiles: OpProfile[], versions: string[]): BenchResult {
  return { markdown: profileMarkdown(profiles), json: { profiles }, versions };
}
