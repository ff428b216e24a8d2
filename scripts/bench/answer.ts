import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { backbones } from '@/domain/backbones';
import { recipePresets } from '@/domain/recipePresets';
import type { Clip } from '@/workers/ml/attention/clip';
import { createSaliencySource } from '@/workers/ml/attention/saliencySource';
import { decodeWeightsFile } from '@/workers/ml/checkpoint/weightsFile';
import { collectGarbage } from '@/workers/ml/engine/collectGarbage';
import { startEngine } from '@/workers/ml/engine/startEngine';
import { backboneSpecs } from '@/workers/ml/models/backboneSpecs';
import { createFrozenNetwork } from '@/workers/ml/models/frozenNetwork';
import { createNetwork } from '@/workers/ml/models/network';
import { createSgd } from '@/workers/ml/optim/sgd';
import { createTrainStep } from '@/workers/ml/train/trainStep';
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
const clip = { ...backbones[backbone].clip, frames: Number(frames), side: Number(side) };
const count = Number(batch);
const device = process.env.FOVEA_BENCH_DEVICE === 'gpu' ? 'gpu' : 'cpu';
const engine = startEngine({ threads: Number(threads), device });
const step = await makeStep();
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

async function makeStep(): Promise<() => unknown> {
  const { model, classes: found } = decodeWeightsFile(readFileSync(weights));
  const classes = found ?? 1;
  const spec = backboneSpecs[backbone];
  const views = Float32Array.from(
    { length: count * clip.frames * clip.side ** 2 * 3 },
    (_, i) => Math.sin(i * 0.37) * 1.7,
  );
  const clips = Array.from({ length: count }, () => ({
    frameNumbers: Array.from({ length: clip.frames }, (_, k) => k),
    frameLabels: Float32Array.from({ length: clip.frames * classes }, (_, i) => Number(i % 11 === 0)),
  })) as Clip[];
  if (task !== 'train') {
    const network = createFrozenNetwork({ spec, classes, state: model });
    const setting = { backbone: backbones[backbone], geometry: clip, classes, loss: 'sum' } as const;
    const source = createSaliencySource(network, setting);
    return task === 'forward' ? () => source.logits(views) : () => source.saliency(views, clips, 'entropy');
  }
  const preset = recipePresets[backbone === 'micro_i3d' ? 'micro' : 'charades-paper'];
  const recipe = { ...preset.base, batchSize: count, learningRate: 1e-3, warmupSteps: 0, decays: [] };
  const network = createNetwork({ spec, classes, state: model });
  const { momentum, weightDecay, decayOn } = recipe;
  const trainStep = createTrainStep({
    config: {
      ...{ dataset: 'bench', backbone, clip, recipe, seed: 1, limit: null, shuffleLabels: false, galleryMiB: 0 },
      ...{ protocol: preset.setting.protocol, method: preset.setting.method },
      training: { secondView: 'none', cropSource: 'upscaled', fusion: 'temporal_concat', objective: null },
      evaluations: [{ variant: 'base', objective: null }],
    },
    ...{ classes, totalSteps: 1_000_000, network, frozen: null },
    optimizer: createSgd({ parameters: network.parameters(), momentum, weightDecay, decayOn }),
    compose: async () => [{ views, second: null, boxes: null, maps: null, saliencyFrom: null }],
  });
  let at = 0;
  return () => trainStep(at++, clips);
}
