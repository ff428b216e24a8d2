import { sigmoid } from '@/workers/ml/losses/clipLoss';
import type { ObjectiveFunction } from './objectiveFunction';

const epsilon = 1e-8;

/** L_E = sum of p log(p + 1e-8), p = sigmoid of the logits, over classes and time steps (paper eq. 4). Needs no labels. */
export const entropy: ObjectiveFunction = ({ logits, offset, steps, classes, over }, gradient) => {
  let value = 0;
  for (let c = 0; c < classes; c++) {
    if (over === 'steps') {
      for (let s = 0; s < steps; s++) {
        const i = offset + s * classes + c;
        const term = entropyTerm(logits[i] ?? 0);
        value += term.value;
        gradient[i] = term.slope;
      }
      continue;
    }
    let mean = 0;
    for (let s = 0; s < steps; s++) mean += (logits[offset + s * classes + c] ?? 0) / steps;
    const term = entropyTerm(mean);
    value += term.value;
    for (let s = 0; s < steps; s++) gradient[offset + s * classes + c] = term.slope / steps;
  }
  return value;
};

/** p log(p + eps) and its derivative at the logit: (log(p + eps) + p / (p + eps)) p (1 - p). */
function entropyTerm(logit: number): { value: number; slope: number } {
  const p = sigmoid(logit);
  const log = Math.log(p + epsilon);
  return { value: p * log, slope: (log + p / (p + epsilon)) * p * (1 - p) };
}
