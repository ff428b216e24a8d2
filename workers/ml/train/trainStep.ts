import { namedStream } from '@/domain/random';
import type { RunConfig } from '@/domain/runConfig';
import type { Clip } from '@/workers/ml/attention/clip';
import type { FrozenBase } from '@/workers/ml/attention/frozenBase';
import type { ViewComposer } from '@/workers/ml/attention/viewComposer';
import { scope } from '@/workers/ml/engine/scope';
import { readTensor, shareTensor } from '@/workers/ml/engine/transfer';
import { frozenBranchLogits } from '@/workers/ml/fusion/frozenBranchLogits';
import { fuseLogits, tunedGradient } from '@/workers/ml/fusion/fuseLogits';
import { fusionStrategyOf } from '@/workers/ml/fusion/fusionStrategies';
import type { Network } from '@/workers/ml/models/network';
import type { Sgd } from '@/workers/ml/optim/sgd';
import { backboneOf } from '@/workers/ml/run/runData';
import { batchLoss } from './batchLoss';
import { learningRate } from './learningRate';

export type StepReport = { loss: number; video: number; frame: number; learningRate: number };

/**
 * One optimiser step on a batch of clips: compose the views, forward, loss (paper eq. 1-2), backward, SGD.
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
}): (step: number, clips: Clip[]) => StepReport {
  const { config, classes, totalSteps, network, optimizer, compose, frozen } = setting;
  const fusion = fusionStrategyOf(config.training);
  const { frames, side } = config.clip;
  const { upsampling } = backboneOf(config);

  return (step, clips) => {
    const composed = compose(clips, config.training);
    const other = frozenBranchLogits(fusion, composed, frozen);
    const rate = learningRate(config.recipe, step, totalSteps);
    return scope(() => {
      const input = fusion.input(composed, clips.length);
      const x = shareTensor(input, [clips.length, fusion.viewsInTime * frames, side, side, 3]);
      const dropoutSeed = namedStream('dropout', config.seed, step);
      const output = network.forward(x, { training: true, dropoutSeed });
      const logits = fuseLogits(readTensor(output), other);
      const loss = batchLoss({
        logits,
        steps: output.shape[1] ?? 1,
        clips,
        classes,
        viewsInTime: fusion.viewsInTime,
        upsampling,
      });
      const gradient = tunedGradient(loss.gradient, other);
      network.backward(shareTensor(gradient, output.shape), { weights: true, input: false });
      optimizer.step(rate);
      return { loss: loss.video + loss.frame, video: loss.video, frame: loss.frame, learningRate: rate };
    });
  };
}
