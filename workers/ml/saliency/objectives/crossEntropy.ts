import { AppError } from '@/domain/errors';
import { clipLoss } from '@/workers/ml/losses/clipLoss';
import type { ObjectiveFunction } from './objectiveFunction';

/** L_CE: the training loss of the clip (paper eq. 3). Reads ground truth. */
export const crossEntropy: ObjectiveFunction = (input, gradient) => {
  const { frameLabels } = input;
  if (frameLabels === null) {
    throw new AppError('config_invalid', 'L_CE needs the labels of the clip. Use L_E where there is no ground truth.');
  }
  return clipLoss({ ...input, frameLabels }, gradient).total;
};
