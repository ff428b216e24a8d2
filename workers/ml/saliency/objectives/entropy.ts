import { sigmoid } from '@/workers/ml/losses/clipLoss';
import { sumOverTime } from './sumOverTime';

const epsilon = 1e-8;

/**
 * L_E = sum of p log(p + 1e-8), p = sigmoid of the logits, over classes and time steps (paper eq. 4). Needs no labels.
 * Slope at the logit: (log(p + eps) + p / (p + eps)) p (1 - p).
 */
export const entropy = sumOverTime((logits, slopes) => {
  let value = 0;
  logits.forEach((logit, c) => {
    const p = sigmoid(logit);
    const log = Math.log(p + epsilon);
    value += p * log;
    slopes[c] = (log + p / (p + epsilon)) * p * (1 - p);
  });
  return value;
});
