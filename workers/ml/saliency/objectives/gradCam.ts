import { softmaxEntropyOfStep } from './entropySoftmax';
import { sumOverTime } from './sumOverTime';

/** What Grad-CAM explains in the authors' later variant: minus the softmax entropy, large where the network is sure. */
export const gradCam = sumOverTime((logits, slopes) => {
  const entropy = softmaxEntropyOfStep(logits, slopes);
  slopes.forEach((slope, c) => {
    slopes[c] = -slope;
  });
  return -entropy;
});
