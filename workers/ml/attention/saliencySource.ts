import type { Backbone } from '@/domain/backbones';
import type { ClipGeometry } from '@/domain/clipGeometry';
import { type Objective, objectives } from '@/domain/objectives';
import type { Recipe } from '@/domain/recipes';
import { scope } from '@/workers/ml/engine/scope';
import { readTensor, shareTensor } from '@/workers/ml/engine/transfer';
import { createTemporalUpsampling } from '@/workers/ml/losses/temporalUpsampling';
import type { GradientNetwork, LogitGradient } from '@/workers/ml/models/gradientNetwork';
import { gradCamMaps } from '@/workers/ml/saliency/gradCamMaps';
import { objectiveGradient } from '@/workers/ml/saliency/objectiveGradient';
import { saliencyMaps } from '@/workers/ml/saliency/saliencyMaps';
import type { Clip } from './clip';

/** A network that sees V_in alone and says what in it matters: the fixed base, or the network that is being tuned. */
export type SaliencySource = {
  /** Logits (N, T_out, classes) of V_in (N, T, side, side, 3). */
  logits(views: Float32Array): Float32Array;
  /** The same, and saliency maps (N, side, side) of the objective (paper eq. 3-4). */
  saliency(views: Float32Array, clips: Clip[], objective: Objective): { logits: Float32Array; maps: Float32Array };
};

export type SaliencySetting = {
  backbone: Backbone;
  geometry: ClipGeometry;
  classes: number;
  /** How the training loss, which is L_CE, is made of its two parts. */
  loss: Recipe['loss'];
};

export function createSaliencySource(network: GradientNetwork, setting: SaliencySetting): SaliencySource {
  const { backbone, geometry, classes, loss } = setting;
  const { frames, side } = geometry;
  const shapeOf = (views: Float32Array) => [views.length / (frames * side * side * 3), frames, side, side, 3];

  const gradientOf =
    (clips: Clip[], objective: Objective): LogitGradient =>
    (values, shape) =>
      objectiveGradient(values, shape, {
        objective,
        over: backbone.objectiveOver,
        classes,
        frameLabels: clips.map((clip) => clip.frameLabels),
        upsampling: createTemporalUpsampling(shape[1] ?? 1, frames, backbone.upsampling),
        loss,
      });

  return {
    logits: (views) => scope(() => readTensor(network.forward(shareTensor(views, shapeOf(views))))),
    saliency(views, clips, objective) {
      const shape = shapeOf(views);
      const dLogits = gradientOf(clips, objective);
      return scope(() => {
        const x = shareTensor(views, shape);
        if (objectives[objective].map === 'input_gradient') {
          const { logits, gradient } = network.inputGradient(x, dLogits);
          return { logits: readTensor(logits), maps: saliencyMaps(readTensor(gradient), shape) };
        }
        const { logits, activations, gradient } = network.stageGradient(x, dLogits);
        const size = { shape: activations.shape, height: side, width: side };
        return { logits: readTensor(logits), maps: gradCamMaps(readTensor(activations), readTensor(gradient), size) };
      });
    },
  };
}
