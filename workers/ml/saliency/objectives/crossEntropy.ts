import { AppError } from '@/domain/errors';
import { clipLoss } from '@/workers/ml/losses/clipLoss';
import type { ObjectiveFunction } from './objectiveFunction';

/** L_CE: the training loss of the clip, L_video + L_frame (paper eq. 3). Reads ground truth. */
export const crossEntropy: ObjectiveFunction = ({ logits, offset, classes, frameLabels, upsampling }, gradient) => {
  if (frameLabels === null) {
    throw new AppError('config_invalid', 'L_CE needs the labels of the clip. Use L_E where there is no ground truth.');
  }
  const { video, frame } = clipLoss({ logits, offset, classes, frameLabels, upsampling }, gradient);
  return video + frame;
};
