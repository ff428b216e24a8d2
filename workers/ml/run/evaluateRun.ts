import { noSaliencyText } from '@/domain/noSaliencyText';
import type { RunConfig } from '@/domain/runConfig';
import type { FrozenBase } from '@/workers/ml/attention/frozenBase';
import type { ViewComposer } from '@/workers/ml/attention/viewComposer';
import { engineMilliseconds } from '@/workers/ml/engine/engineTime';
import { evaluateVariants } from '@/workers/ml/evaluate/evaluateVariants';
import { makeGallery } from '@/workers/ml/evaluate/makeGallery';
import type { FrozenNetwork } from '@/workers/ml/models/frozenNetwork';
import { createBusyMeter } from '@/workers/ml/train/busyMeter';
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
  const total = data.test.length;
  meter.skip(total * (work.perVideo(config.evaluations) - work.perVideo(toCome)));
  if (toCome.length > 0) {
    const videos = createProgressMeter({ total, done: 0 });
    const counted = () =>
      report('evaluating', { done: Math.floor(videos.done() + 1e-6), total, perSecond: videos.rate() });
    const busyMeter = createBusyMeter({ engineMs: engineMilliseconds, waitedMs: data.source.waitedMs });
    const results = await evaluateVariants({
      ...{ ...setting, plans: toCome, keepMaps, store: host, checkpointStep: totalSteps },
      onClips(clips, plans) {
        const share = clips / config.protocol.clips;
        videos.add((share * plans.length) / toCome.length);
        meter.add(share * work.perVideo(plans));
        counted();
      },
      onLacking(groups) {
        for (const { videos: count, plans } of groups) {
          videos.skip(count * (1 - plans.length / toCome.length));
          meter.skip(count * (work.perVideo(toCome) - work.perVideo(plans)));
        }
        counted();
      },
    });
    const { busy, waitedMs } = busyMeter.look();
    const waited = `${(waitedMs / 1000).toFixed(1)} s of waiting for frames and views`;
    host.log('info', `Evaluated with the engine ${(100 * busy).toFixed(0)} % busy; ${waited}.`);
    for (const result of results) {
      await host.saveEvaluation(result);
      const unread = result.unreadable > 0 ? `; ${result.unreadable} videos could not be read and rank last` : '';
      host.log('info', `${result.variant}: mAP ${(100 * result.summary.mAP).toFixed(2)} %${unread}`);
      if (result.saliency?.without)
        host.log('warn', `${result.variant}: ${noSaliencyText(result.saliency)}; their box is the centre one.`);
    }
  }
  const onRequest = (done: number, total: number) => report('saving', { done, total, perSecond: null });
  await serveGalleryRequests({ ...setting, host, onRequest });
}
