import { extractView } from '@/workers/ml/views/extractView';
import { focusedCrop } from '@/workers/ml/views/focusedCrop';
import { heldFrames } from '@/workers/ml/views/heldFrames';
import { createLanczosResize } from '@/workers/ml/views/lanczosResize';
import { upscaledCrop } from '@/workers/ml/views/upscaledCrop';
import { centreView } from '@/workers/ml/views/viewTransform';

/** Milliseconds of the pieces of the input pipeline that run inside the training loop, best of five rounds on one core. */
function bench(name: string, rounds: number, work: () => void): void {
  for (let k = 0; k < rounds; k++) work();
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 5; round++) {
    const begin = performance.now();
    for (let k = 0; k < rounds; k++) work();
    best = Math.min(best, (performance.now() - begin) / rounds);
  }
  console.log(`${name.padEnd(46)} ${best.toFixed(3)} ms`);
}

const frames = 8;
const side = 56;
const view = { ...centreView({ source: { height: 192, width: 192 }, resize: 64, side }), flip: true };
const normalisation = { mean: [120, 120, 120], std: [60, 60, 60] } as const;
const noise = (length: number) => Uint8Array.from({ length }, (_, k) => (k * 2654435761) >>> 24);
const resized = noise(frames * 64 * 64 * 3);
const box = { top: 0, left: 0, height: 96, width: 96 };
const region = noise(frames * 96 * 96 * 3);
const out = new Float32Array(frames * side * side * 3);
const views = out.slice();

const frame = noise(192 * 192 * 3);
const small = new Uint8Array(64 * 64 * 3);
const resize = createLanczosResize({ height: 192, width: 192 }, { height: 64, width: 64 });
bench('Lanczos, one frame 192 -> 64', 20, () => resize(frame, small));
bench('V_in, 8 frames 56 x 56', 200, () => extractView({ resized, view, frames, normalisation, out, at: 0 }));
bench('focused crop, 8 frames 96 -> 56', 100, () =>
  focusedCrop({ frames: heldFrames(region, box, frames), box, side, flip: true, normalisation, out, at: 0 }),
);
bench('upscaled crop, 8 frames 32 -> 56', 100, () =>
  upscaledCrop({ views, viewAt: 0, frames, side, corner: { top: 3, left: 9 }, boxSide: 32, out, at: 0 }),
);
