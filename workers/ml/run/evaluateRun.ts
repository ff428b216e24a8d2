import type { RunConfig } from '@/domain/runConfig';
import type { FrozenBase } from '@/workers/ml/attention/frozenBase';
import type { ViewComposer } from '@/workers/ml/attention/viewComposer';
import { clipStrips } from '@/workers/ml/evaluate/clipStrips';
import { evaluateVariant } from '@/workers/ml/evaluate/evaluateVariant';
import type { FrozenNetwork } from '@/workers/ml/models/frozenNetwork';
import type { ProgressMeter } from '@/workers/ml/train/progressMeter';
import type { RunWork } from '@/workers/ml/train/runWork';
import type { RunData } from './runData';
import { type RunHost, RunStopped } from './runHost';

/** Videos whose strips are written in one go. */
const stripBatch = 8;

/** Makes the evaluations of a run that an earlier attempt has not made, and the gallery's frames where they are missing. */
export async function evaluateRun(input: {
  config: RunConfig;
  host: RunHost;
  data: RunData;
  network: FrozenNetwork;
  compose: ViewComposer;
  frozen: FrozenBase | null;
  totalSteps: number;
  meter: ProgressMeter;
  work: RunWork;
}): Promise<void> {
  const { config, host, data, network, compose, frozen, totalSteps, meter, work } = input;
  const made = new Set(await host.evaluatedVariants());
  const totalClips = data.test.length * config.protocol.clips;
  for (const [k, plan] of config.evaluations.entries()) {
    const workOfAll = work.perEvaluation[k] ?? 0;
    if (made.has(plan.variant)) {
      meter.add(workOfAll);
      continue;
    }
    const onClips = (clips: number) => {
      const stop = host.stopRequested();
      if (stop !== 'no') throw new RunStopped(stop);
      meter.add((workOfAll * clips) / totalClips);
      const [progress, etaSeconds] = [meter.progress(), meter.etaSeconds()];
      host.progress({ phase: 'evaluating', step: totalSteps, totalSteps, progress, etaSeconds });
    };
    const setting = { config, plan, data, network, compose, frozen, checkpointStep: totalSteps, onClips };
    const result = await evaluateVariant(setting);
    await host.saveEvaluation(result);
    host.log('info', `${plan.variant}: mAP ${(100 * result.summary.mAP).toFixed(2)} %`);
  }
  await saveMissingStrips(config, data, host, totalSteps);
}

async function saveMissingStrips(config: RunConfig, data: RunData, host: RunHost, totalSteps: number): Promise<void> {
  const missing = new Set(await host.missingClipFrames(data.test.map(({ id }) => id)));
  const items = data.test.filter(({ id }) => missing.has(id));
  for (let at = 0; at < items.length; at += stripBatch) {
    const stop = host.stopRequested();
    if (stop !== 'no') throw new RunStopped(stop);
    const strips = await Promise.all(items.slice(at, at + stripBatch).map((item) => clipStrips(config, data, item)));
    await host.saveClipFrames(strips.flat());
    host.progress({ phase: 'saving', step: totalSteps, totalSteps, progress: 1, etaSeconds: null });
  }
}
