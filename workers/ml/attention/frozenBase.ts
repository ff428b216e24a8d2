import type { Backbone } from '@/domain/backbones';
import type { ClipGeometry } from '@/domain/clipGeometry';
import type { Objective } from '@/domain/objectives';
import { scope } from '@/workers/ml/engine/scope';
import { readTensor, shareTensor } from '@/workers/ml/engine/transfer';
import { createTemporalUpsampling } from '@/workers/ml/losses/temporalUpsampling';
import type { FrozenNetwork } from '@/workers/ml/models/frozenNetwork';
import { objectiveGradient } from '@/workers/ml/saliency/objectiveGradient';
import { saliencyMaps } from '@/workers/ml/saliency/saliencyMaps';
import type { Clip } from './clip';

/** The base network, fixed and in eval mode: it gives the saliency of every row and one branch of late fusion. */
export type FrozenBase = {
  /** Logits (N, T_out, classes) of V_in (N, T, side, side, 3). */
  logits(views: Float32Array): Float32Array;
  /** The same, and saliency maps (N, side, side) of the objective (paper eq. 3-4). */
  saliency(views: Float32Array, clips: Clip[], objective: Objective): { logits: Float32Array; maps: Float32Array };
  dispose(): void;
};

export function createFrozenBase(setting: {
  network: FrozenNetwork;
  backbone: Backbone;
  geometry: ClipGeometry;
  classes: number;
}): FrozenBase {
  const { network, backbone, geometry, classes } = setting;
  const { frames, side } = geometry;
  const shapeOf = (views: Float32Array) => [views.length / (frames * side * side * 3), frames, side, side, 3];

  return {
    logits: (views) => scope(() => readTensor(network.forward(shareTensor(views, shapeOf(views))))),
    saliency(views, clips, objective) {
      const shape = shapeOf(views);
      return scope(() => {
        const { logits, gradient } = network.inputGradient(shareTensor(views, shape), (values, logitsShape) =>
          objectiveGradient(values, logitsShape, {
            objective,
            over: backbone.objectiveOver,
            classes,
            frameLabels: clips.map((clip) => clip.frameLabels),
            upsampling: createTemporalUpsampling(logitsShape[1] ?? 1, frames, backbone.upsampling),
          }),
        );
        return { logits: readTensor(logits), maps: saliencyMaps(readTensor(gradient), shape) };
      });
    },
    dispose: () => network.dispose(),
  };
}
