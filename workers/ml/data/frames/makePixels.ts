import { bilinearView, viewRegion } from '@/workers/ml/views/bilinearView';
import { extractView } from '@/workers/ml/views/extractView';
import { focusedCrop } from '@/workers/ml/views/focusedCrop';
import type { HeldFrames } from '@/workers/ml/views/heldFrames';
import type { InputView } from '@/workers/ml/views/inputView';
import { createLanczosResize } from '@/workers/ml/views/lanczosResize';
import { type Resize, resizedSize, type Size } from '@/workers/ml/views/resizedSize';
import type { PixelBox } from '@/workers/ml/views/viewTransform';
import { checkRegion } from './checkRegion';
import { type Pixels, type PixelWork, pixelBytes } from './pixelWork';

/**
 * Makes pixels of the frames of a clip, a few frames at a time: between them whoever runs the generator may do what is urgent.
 * @throws RangeError where the frames do not hold what it takes
 */
export function* makePixels(work: PixelWork, held: HeldFrames): Generator<void, Pixels, void> {
  checkRegion(neededRegion(work), held.box);
  const frames = held.starts.length;
  const bytes = pixelBytes(work, frames);
  const out = work.make === 'input' || work.make === 'focused' ? new Float32Array(bytes / 4) : new Uint8Array(bytes);
  const write = writerOf(work, out);
  for (let from = 0; from < frames; from += framesAtATime) {
    if (from > 0) yield;
    const starts = held.starts.slice(from, from + framesAtATime);
    write({ ...held, starts }, (from * out.length) / frames);
  }
  return out;
}

/** The same in one go. */
export function allPixels<Work extends PixelWork>(work: Work, held: HeldFrames): Pixels<Work> {
  const making = makePixels(work, held);
  for (;;) {
    const step = making.next();
    if (step.done) return step.value as Pixels<Work>;
  }
}

/** The part of the original frames that a work is made of. */
export function neededRegion(work: PixelWork): PixelBox {
  if (work.make === 'original') return work.region;
  if (work.make === 'focused') return work.focused.box;
  if (work.make === 'resized') return { top: 0, left: 0, ...work.source };
  const { resampling, view } = work.input;
  return resampling === 'lanczos_uint8' ? { top: 0, left: 0, ...view.source } : viewRegion(view);
}

/** About three milliseconds of work at 224 px. */
const framesAtATime = 8;

type Write = (held: HeldFrames, at: number) => void;

function writerOf(work: PixelWork, out: Float32Array | Uint8Array): Write {
  if (out instanceof Float32Array) {
    if (work.make === 'focused') return (frames, at) => focusedCrop({ frames, ...work.focused, out, at });
    if (work.make === 'input') return inputWriter(work.input, out);
  } else {
    if (work.make === 'original') return (held, at) => cut(held, work.region, { out, at });
    if (work.make === 'resized') return resizedWriter(work, out);
  }
  throw new TypeError(`${work.make} is not made of these numbers`);
}

function inputWriter({ resampling, normalisation, view }: InputView, out: Float32Array): Write {
  if (resampling === 'bilinear_float') return (frames, at) => bilinearView({ frames, view, normalisation, out, at });
  const small = new Uint8Array(view.resized.height * view.resized.width * 3);
  const write = createLanczosResize(view.source, view.resized);
  return ({ bytes, starts }, at) => {
    starts.forEach((start, k) => {
      write(bytes.subarray(start, start + view.source.height * view.source.width * 3), small);
      extractView({ resized: small, view, frames: 1, normalisation, out, at: at + k * view.side ** 2 * 3 });
    });
  };
}

function resizedWriter({ source, resize }: { source: Size; resize: Resize }, out: Uint8Array): Write {
  const to = resizedSize(source, resize);
  const size = to.height * to.width * 3;
  const write = createLanczosResize(source, to);
  return ({ bytes, starts }, at) => {
    starts.forEach((start, k) => {
      const frame = bytes.subarray(start, start + source.height * source.width * 3);
      write(frame, out.subarray(at + k * size, at + (k + 1) * size));
    });
  };
}

function cut({ bytes, starts, box }: HeldFrames, region: PixelBox, to: { out: Uint8Array; at: number }): void {
  const { top, left, height, width } = region;
  starts.forEach((start, k) => {
    for (let y = 0; y < height; y++) {
      const from = start + ((top - box.top + y) * box.width + left - box.left) * 3;
      to.out.set(bytes.subarray(from, from + width * 3), to.at + (k * height + y) * width * 3);
    }
  });
}
