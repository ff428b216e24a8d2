import type { ObjectiveFunction } from './objectiveFunction';

/** Value of an objective for the logits of one point in time; their slopes are written to `slopes`. Both have one entry a class. */
export type StepObjective = (logits: Float64Array, slopes: Float64Array) => number;

/** The objective of a clip: the sum over its time steps, or the value at the mean over time of its logits. */
export function sumOverTime(step: StepObjective): ObjectiveFunction {
  return ({ logits, offset, steps, classes, over }, gradient) => {
    const here = new Float64Array(classes);
    const slopes = new Float64Array(classes);
    if (over === 'mean_logits') {
      for (let s = 0; s < steps; s++)
        for (let c = 0; c < classes; c++) here[c] = (here[c] ?? 0) + (logits[offset + s * classes + c] ?? 0) / steps;
      const value = step(here, slopes);
      for (let s = 0; s < steps; s++)
        for (let c = 0; c < classes; c++) gradient[offset + s * classes + c] = (slopes[c] ?? 0) / steps;
      return value;
    }
    let value = 0;
    for (let s = 0; s < steps; s++) {
      const at = offset + s * classes;
      for (let c = 0; c < classes; c++) here[c] = logits[at + c] ?? 0;
      value += step(here, slopes);
      gradient.set(slopes, at);
    }
    return value;
  };
}
