import { namedStream } from '@/domain/random';
import type { RunConfig } from '@/domain/runConfig';
import type { Clip } from '@/workers/ml/attention/clip';
import type { FrozenBase } from '@/workers/ml/attention/frozenBase';
import type { ViewComposer } from '@/workers/ml/attention/viewComposer';
import { dispose, scope } from '@/workers/ml/engine/scope';
import { readTensor, shareTensor } from '@/workers/ml/engine/transfer';
import { createFrozenBranch } from '@/workers/ml/fusion/frozenBranch';
import { fuseLogits, tunedGradient } from '@/workers/ml/fusion/fuseLogits';
import { fusionStrategyOf } from '@/workers/ml/fusion/fusionStrategies';
import type { ClipLoss } from '@/workers/ml/losses/clipLoss';
import type { Network } from '@/workers/ml/models/network';
import type { Sgd } from '@/workers/ml/optim/sgd';
import { backboneOf } from '@/workers/ml/run/runData';
import { batchLoss } from './batchLoss';
import { learningRate } from './learningRate';

export type StepReport = {
  loss: number;
  video: number;
  frame: number;
  learningRate: number;
  /** Clips of the batch without saliency, whose second view is the centre crop. */
  noSaliency: number;
};

/**
 * One optimiser step on a batch of clips: compose the views, forward, loss (paper eq. 1-2), backward, SGD. The batch is computed in
 * `accumulate` parts whose gradients add up; batch norms see one part at a time.
 * All variants take this one path; what differs is data (second view, fusion, objective).
 */
export function createTrainStep(setting: {
  config: RunConfig;
  classes: number;
  totalSteps: number;
  network: Network;
  optimizer: Sgd;
  compose: ViewComposer;
  /** The fixed branch of late fusion; null for a base run. */
  frozen: FrozenBase | null;
}): (step: number, clips: Clip[], nextClips?: Clip[]) => Promise<StepReport> {
  const { config, classes, totalSteps, network, optimizer, compose, frozen } = setting;
  const fusion = fusionStrategyOf(config.training);
  const { frames, side } = config.clip;
  const { upsampling } = backboneOf(config);
  const { accumulate, loss: kind, batchNorm } = config.recipe;
  // The boxes of the next clips can be found before this step only by a network that the step does not change.
  const boxesAhead = config.training.objective === null || config.method.saliencyFrom === 'base';

  /**
   * Adds the gradients of one part of a batch.
   * @param rate of the update that the last part ends with; null: another part follows
   */
  async function backPropagate(
    clips: Clip[],
    next: Clip[] | undefined,
    { dropoutSeed, rate }: { dropoutSeed: number; rate: number | null },
  ): Promise<ClipLoss & { noSaliency: number }> {
    const plans = [config.training];
    const [composed] = await compose(clips, plans, next && boxesAhead ? { clips: next, plans } : undefined);
    if (!composed) throw new RangeError('no views were composed');
    const other = createFrozenBranch(fusion, clips, frozen)(composed);
    const noSaliency = composed.noSaliency?.filter((none) => none).length ?? 0;
    return scope(() => {
      const input = fusion.input(composed, clips.length);
      const x = shareTensor(input, [clips.length, fusion.viewsInTime * frames, side, side, 3]);
      const output = network.forward(x, { training: true, frozenNorms: batchNorm === 'frozen', dropoutSeed });
      dispose(x);
      const loss = batchLoss({
        logits: fuseLogits(readTensor(output), other),
        steps: output.shape[1] ?? 1,
        clips,
        classes,
        viewsInTime: fusion.viewsInTime,
        upsampling,
        loss: kind,
        share: 1 / accumulate,
      });
      const gradient = shareTensor(tunedGradient(loss.gradient, other), output.shape);
      const backward = () => void network.backward(gradient, { weights: true, input: false });
      if (rate === null) backward();
      else optimizer.stepDuring(rate, backward);
      return { ...loss, noSaliency };
    });
  }

  return async (step, clips, nextClips) => {
    const rate = learningRate(config.recipe, step, totalSteps);
    const report = { loss: 0, video: 0, frame: 0, learningRate: rate, noSaliency: 0 };
    const partSize = clips.length / accumulate;
    const partOf = (all: Clip[] | undefined, part: number) => all?.slice(part * partSize, (part + 1) * partSize);
    for (let part = 0; part < accumulate; part++) {
      const place = part === 0 ? [step] : [step, part];
      const dropoutSeed = namedStream('dropout', config.seed, ...place);
      const last = part + 1 === accumulate;
      const next = last ? partOf(nextClips, 0) : partOf(clips, part + 1);
      const loss = await backPropagate(partOf(clips, part) ?? [], next, { dropoutSeed, rate: last ? rate : null });
      report.loss += loss.total;
      report.video += loss.video;
      report.frame += loss.frame;
      report.noSaliency += loss.noSaliency;
    }
    return report;
  };
}
