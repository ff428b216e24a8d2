import type { RunConfig } from '@/domain/runConfig';
import type { FrozenBase } from '@/workers/ml/attention/frozenBase';
import type { ViewComposer } from '@/workers/ml/attention/viewComposer';
import { evaluateVariant } from '@/workers/ml/evaluate/evaluateVariant';
import { makeGallery } from '@/workers/ml/evaluate/makeGallery';
import type { FrozenNetwork } from '@/workers/ml/models/frozenNetwork';
import { createProgressMeter, type ProgressMeter } from '@/workers/ml/train/progressMeter';
import type { RunWork } from '@/workers/ml/train/runWork';
import type { RunData } from './runData';
import { type PhaseCount, type RunHost, RunStopped } from './runHost';
import { serveGalleryRequests } from './serveGalleryRequests';

type EvaluateRunInput = {
  config: RunConfig;
  host: RunHost;
  data: RunData;
  network: FrozenNetwork;
  compose: ViewComposer;
  frozen: FrozenBase | null;
  totalSteps: number;
  meter: ProgressMeter;
  work: RunWork;
};

/**
 * Makes the frames of the gallery, the evaluations of a run that an earlier attempt has not made or not finished, and the pictures
 * that somebody asked for since.
 */
export async function evaluateRun(input: EvaluateRunInput): Promise<void> {
  const { config, host, data, network, compose, frozen, totalSteps, meter, work } = input;
  const report = (phase: 'evaluating' | 'saving', count?: PhaseCount) => {
    const [progress, etaSeconds] = [meter.progress(), meter.etaSeconds()];
    host.progress({ phase, step: totalSteps, totalSteps, progress, etaSeconds, count });
    const stop = host.stopRequested();
    if (stop !== 'no') throw new RunStopped(stop);
  };
  const made = new Set(await host.evaluatedVariants());
  const toCome = config.evaluations.filter(({ variant }) => !made.has(variant));
  const saliencyMaps = toCome.filter(({ objective }) => objective !== null).length;
  const onVideos = () => report('saving');
  const keepMaps =
    toCome.length > 0 ? await makeGallery({ config, data, host, saliencyMaps, onVideos }) : new Set<string>();
  const setting = { config, data, network, compose, frozen };
  for (const [k, plan] of config.evaluations.entries()) {
    const workOfAll = work.perEvaluation[k] ?? 0;
    if (made.has(plan.variant)) {
      meter.skip(workOfAll);
      continue;
    }
    const total = data.test.length;
    const videos = createProgressMeter({ total, done: 0 });
    const counted = () =>
      report('evaluating', { done: Math.floor(videos.done() + 1e-6), total, perSecond: videos.rate() });
    const onClips = (clips: number) => {
      videos.add(clips / config.protocol.clips);
      meter.add((workOfAll * clips) / (total * config.protocol.clips));
      counted();
    };
    const onKept = (kept: number) => {
      videos.skip(kept);
      meter.skip((workOfAll * kept) / total);
      counted();
    };
    const result = await evaluateVariant({
      ...{ ...setting, plan, keepMaps, onClips, onKept },
      store: host,
      checkpointStep: totalSteps,
    });
    await host.saveEvaluation(result);
    const unread = result.unreadable > 0 ? `; ${result.unreadable} videos could not be read and rank last` : '';
    host.log('info', `${plan.variant}: mAP ${(100 * result.summary.mAP).toFixed(2)} %${unread}`);
  }
  const onRequest = (done: number, total: number) => report('saving', { done, total, perSecond: null });
  await serveGalleryRequests({ ...setting, host, onRequest });
}
