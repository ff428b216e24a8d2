import { describe, expect, it } from 'vitest';
import { randomArray } from '@/test/support/random';
import { clipLoss } from '@/workers/ml/losses/clipLoss';
import { createTemporalUpsampling } from '@/workers/ml/losses/temporalUpsampling';

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const bce = (x: number, y: number) => -y * Math.log(sigmoid(x)) - (1 - y) * Math.log(1 - sigmoid(x));

/** The formula of the paper, written out with explicit loops over an interpolation matrix. */
function naiveLoss(logits: number[][], labels: number[][], mode: 'half_pixel' | 'align_corners') {
  const steps = logits.length;
  const frames = labels.length;
  const classes = labels[0]!.length;
  const at = (t: number, c: number) => {
    const raw = mode === 'half_pixel' ? ((t + 0.5) / frames) * steps - 0.5 : (t / (frames - 1)) * (steps - 1);
    const x = Math.max(0, Math.min(steps - 1, raw));
    const i = Math.min(Math.floor(x), steps - 2);
    return logits[i]![c]! * (1 - (x - i)) + logits[i + 1]![c]! * (x - i);
  };
  let video = 0;
  let frame = 0;
  for (let c = 0; c < classes; c++) {
    video +=
      bce(logits.reduce((sum, row) => sum + row[c]!, 0) / steps, Math.max(...labels.map((row) => row[c]!))) / classes;
    for (let t = 0; t < frames; t++) frame += bce(at(t, c), labels[t]![c]!) / (classes * frames);
  }
  return { video, frame };
}

describe.each([
  ['half_pixel', 'sum'],
  ['align_corners', 'row_mean'],
] as const)('clip loss with %s upsampling, %s', (mode, loss) => {
  const steps = 4;
  const frames = 8;
  const classes = 5;
  const offset = 7;
  const logits = randomArray(offset + steps * classes, 3, -3, 3);
  const labels = randomArray(frames * classes, 4, 0, 1).map((v) => (v < 0.3 ? 1 : 0));
  const input = {
    logits,
    offset,
    classes,
    frameLabels: labels,
    upsampling: createTemporalUpsampling(steps, frames, mode),
    loss,
  };

  it('equals the formula of the paper written out', () => {
    const rows = Array.from({ length: steps }, (_, s) =>
      Array.from({ length: classes }, (_, c) => logits[offset + s * classes + c]!),
    );
    const truth = Array.from({ length: frames }, (_, t) =>
      Array.from({ length: classes }, (_, c) => labels[t * classes + c]!),
    );
    const expected = naiveLoss(rows, truth, mode);
    const actual = clipLoss(input, null);
    expect(actual.video).toBeCloseTo(expected.video, 12);
    expect(actual.frame).toBeCloseTo(expected.frame, 12);
    const total =
      loss === 'sum' ? expected.video + expected.frame : (frames * expected.frame + expected.video) / (frames + 1);
    expect(actual.total).toBeCloseTo(total, 12);
  });

  it('has the gradient that central differences find, times the scale', () => {
    const exact = Float64Array.from(logits);
    const gradient = new Float32Array(logits.length);
    clipLoss({ ...input, logits: exact }, gradient, 0.5);
    for (let i = offset; i < exact.length; i++) {
      const value = (d: number) => {
        const moved = exact.slice();
        moved[i]! += d;
        return clipLoss({ ...input, logits: moved }, null).total;
      };
      expect(gradient[i]).toBeCloseTo((0.5 * (value(1e-5) - value(-1e-5))) / 2e-5, 7);
    }
  });
});

it('is finite for logits of any size', () => {
  const upsampling = createTemporalUpsampling(2, 4, 'half_pixel');
  const gradient = new Float32Array(4);
  const labels = [1, 0, 1, 0, 1, 0, 1, 0];
  const loss = clipLoss(
    { logits: [-800, 800, -800, 800], offset: 0, classes: 2, frameLabels: labels, upsampling, loss: 'sum' },
    gradient,
  );
  expect(loss.video).toBeCloseTo(800, 6);
  expect([...gradient].every(Number.isFinite)).toBe(true);
});
