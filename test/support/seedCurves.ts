import type { MetricPoint } from '@/domain/metrics';
import { mulberry32, namedStream } from '@/domain/random';
import type { RunConfig } from '@/domain/runConfig';

/** Curves of a training as far as `steps`: loss with the phase transition of MicroCharades, schedule, step times, load. */
export function seedCurves(config: RunConfig, { steps, perEpoch }: { steps: number; perEpoch: number }): MetricPoint[] {
  const { recipe, seed, training } = config;
  const total = recipe.epochs * perEpoch;
  const random = mulberry32(namedStream('curves', seed, training.secondView, training.fusion));
  const isBase = training.secondView === 'none';
  const points: MetricPoint[] = [];
  const stride = Math.max(1, Math.floor(total / 480));
  for (let step = stride; step <= steps; step += stride) {
    const share = step / total;
    const epoch = step / perEpoch;
    const learned = isBase ? 1 / (1 + Math.exp(-(epoch - 16) / 1.5)) : 1;
    const loss = (isBase ? 1.0 - 0.62 * learned : 0.4 - 0.08 * share) + (random() - 0.5) * 0.08;
    const passed = recipe.decays.filter(({ at }) => share > at);
    const warm = Math.min(1, step / Math.max(1, recipe.warmupSteps));
    const rate = recipe.learningRate * warm * passed.reduce((product, { factor }) => product * factor, 1);
    const put = (key: MetricPoint['key'], value: number) => points.push({ key, split: 'train', step, epoch, value });
    put('loss', loss);
    put('loss_video', loss * 0.47);
    put('loss_frame', loss * 0.53);
    put('learning_rate', rate);
    put('step_ms', (isBase ? 42 : 95) + 8 * random());
    put('engine_busy', 0.93 + 0.04 * random());
    put('data_wait_ms', (isBase ? 1.2 : 4.1) + 0.5 * random());
  }
  for (let second = 5; second <= 100 && steps > 0; second += 5) {
    const put = (key: MetricPoint['key'], value: number) =>
      points.push({ key, split: 'system', step: second, epoch: 0, value });
    put('cpu_percent', 94 + 6 * random());
    put('memory_mib', 620 + 40 * random() + second / 10);
  }
  return points;
}
