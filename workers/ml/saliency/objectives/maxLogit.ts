import type { ObjectiveFunction } from './objectiveFunction';

/** The largest logit over classes and time steps (of the mean over time where the backbone looks at that); the first one at a tie. */
export const maxLogit: ObjectiveFunction = ({ logits, offset, steps, classes, over }, gradient) => {
  const groups = over === 'steps' ? steps : 1;
  const size = steps / groups;
  let best = { value: -Infinity, group: 0, class: 0 };
  for (let group = 0; group < groups; group++) {
    for (let c = 0; c < classes; c++) {
      let value = 0;
      for (let s = 0; s < size; s++) value += (logits[offset + (group * size + s) * classes + c] ?? 0) / size;
      if (value > best.value) best = { value, group, class: c };
    }
  }
  gradient.fill(0, offset, offset + steps * classes);
  for (let s = 0; s < size; s++) gradient[offset + (best.group * size + s) * classes + best.class] = 1 / size;
  return best.value;
};
