import { once } from 'node:events';
import { backbones } from '@/domain/backbones';
import { recipePresets } from '@/domain/recipePresets';
import type { RunConfig } from '@/domain/runConfig';
import { readCharades } from '@/workers/ml/data/charadesReader';
import { engineMilliseconds } from '@/workers/ml/engine/engineTime';
import { engineInfo } from '@/workers/ml/engine/startEngine';
import { executeRun } from '@/workers/ml/run/executeRun';
import type { RunHost } from '@/workers/ml/run/runHost';
import { type BusyResult, busyTaskSchema } from './busyTask';

// A run as the product makes it, with one thread, in a process of its own: it gets ready, waits for a line, runs, and answers.
type Mark = { wall: number; engine: number };
const marks: { training: Mark[]; evaluation: Mark[] } = { training: [], evaluation: [] };
const mark = (phase: keyof typeof marks) =>
  marks[phase].push({ wall: performance.now(), engine: engineMilliseconds() });

const task = busyTaskSchema.parse(JSON.parse(process.argv[2] ?? ''));
const { setting, base } = recipePresets['charades-paper'];
const config: RunConfig = {
  ...{ dataset: 'bench', backbone: 'resnet50_i3d', seed: 1, shuffleLabels: false, galleryMiB: 0 },
  clip: { ...backbones.resnet50_i3d.clip, frames: task.frames },
  recipe: { ...base, epochs: 0, batchSize: 1, learningRate: 1e-4 },
  training: { secondView: 'none', cropSource: 'upscaled', fusion: 'temporal_concat', objective: null },
  evaluations: [{ variant: 'base', objective: null }],
  protocol: { ...setting.protocol, clips: task.testClips },
  method: setting.method,
  limit: { train: task.trainVideos, test: task.testVideos },
};
const checkpoints: Uint8Array[] = [];
const host: RunHost = {
  paths: { datasetRoot: task.root, cacheRoot: task.cacheRoot, ffmpegPath: task.ffmpegPath, sourceCommit: null },
  engine: { threads: 1, device: task.device },
  ...{ saliencyStore: null }, // every answer of the base is computed
  whenThereIsRoom: (work) => work(),
  stopRequested: () => 'no',
  progress: ({ phase }) => phase === 'evaluating' && mark('evaluation'),
  metrics: (points) => points.some(({ key }) => key === 'loss') && mark('training'),
  log: () => undefined,
  saveCheckpoint: async ({ bytes }) => void checkpoints.push(bytes),
  loadCheckpoint: async () => null,
  loadDataset: () => readCharades(task.root),
  saveLeftOut: async () => undefined,
  loadInitialWeights: async () => null,
  loadBaseCheckpoint: async () => checkpoints[0] ?? null,
  evaluatedVariants: async () => (checkpoints.length < 2 ? ['base'] : []), // the first run gives weights and no scores
  loadPartial: async () => [],
  savePartial: async () => undefined,
  saveEvaluation: async () => undefined,
  keptMapBytes: async () => 0,
  storedClipFrames: async (ids) => new Map(ids.map((id) => [id, 1])), // no pictures for a gallery
  saveClipFrames: async () => undefined,
  galleryRequests: async () => [],
  fulfilRequest: async () => undefined,
};

await executeRun(config, host); // the weights of the base, untrained
console.log(JSON.stringify({ ready: true }));
await once(process.stdin, 'data');
const trained: RunConfig = { ...config, recipe: { ...config.recipe, epochs: task.epochs } };
await executeRun(
  task.attention
    ? {
        ...trained,
        training: {
          secondView: 'attention',
          cropSource: 'original',
          fusion: 'late_fusion',
          objective: 'cross_entropy',
        },
        evaluations: [{ variant: 'attention_ce_ce', objective: 'cross_entropy' }],
      }
    : trained,
  host,
);
const result: BusyResult = {
  version: `libtensorflow ${engineInfo().libtensorflow}`,
  training: phaseOf(marks.training),
  evaluation: phaseOf(marks.evaluation.slice(1)), // the first is before the first clip
  peakMiB: process.resourceUsage().maxRSS / 1024,
};
console.log(JSON.stringify(result));
process.exit(0);

/** From the end of the first step or batch to that of the last. */
function phaseOf(all: Mark[]): BusyResult['training'] {
  const [first, last] = [all[0], all.at(-1)];
  if (!first || !last || first === last) throw new Error('a phase needs two steps at least');
  return { count: all.length - 1, wallMs: last.wall - first.wall, engineMs: last.engine - first.engine };
}
