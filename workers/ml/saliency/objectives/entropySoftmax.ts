import { sigmoid } from '@/workers/ml/losses/clipLoss';
import type { StepObjective } from './sumOverTime';
import { sumOverTime } from './sumOverTime';

/**
 * - sum of q log q, q = softmax over the classes of p = sigmoid of the logits, summed over time steps: what the authors' code calls
 * entropy. It looks at the confident classes, where eq. (4) looks at the many improbable ones.
 */
export const softmaxEntropyOfStep: StepObjective = (logits, slopes) => {
  const p = logits.map(sigmoid);
  const logTotal = Math.log(p.reduce((sum, value) => sum + Math.exp(value), 0)); // p is in (0, 1): no overflow
  let entropy = 0;
  for (const value of p) entropy -= Math.exp(value - logTotal) * (value - logTotal);
  p.forEach((value, c) => {
    const logQ = value - logTotal;
    slopes[c] = -Math.exp(logQ) * (logQ + entropy) * value * (1 - value);
  });
  return entropy;
};

export const entropySoftmax = sumOverTime(softmaxEntropyOfStep);
