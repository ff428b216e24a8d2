import { sigmoid } from '@/workers/ml/losses/clipLoss';
import { sumOverTime } from './sumOverTime';

/**
 * Sum of p log p + (1 - p) log(1 - p), p = sigmoid of the logits, over classes and time steps: the negative entropy of every class as
 * a coin of its own. Slope at the logit a: a p (1 - p), since log p - log(1 - p) = a.
 */
export const bernoulliEntropy = sumOverTime((logits, slopes) => {
  let value = 0;
  logits.forEach((logit, c) => {
    const p = sigmoid(logit);
    // log p = -softplus(-a), log(1 - p) = -softplus(a): finite wherever p is rounded to 0 or 1
    value -= p * softplus(-logit) + (1 - p) * softplus(logit);
    slopes[c] = logit * p * (1 - p);
  });
  return value;
});

function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}
