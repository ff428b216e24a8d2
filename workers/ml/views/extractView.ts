import type { Normalisation } from './normalisation';
import type { ViewTransform } from './viewTransform';

export type ViewRequest = {
  /** Resized frames of the clip: uint8 RGB, (frames, resized.height, resized.width, 3). */
  resized: Uint8Array;
  view: ViewTransform;
  frames: number;
  normalisation: Normalisation;
  /** Receives float32 (frames, side, side, 3) from `at` on. */
  out: Float32Array;
  at: number;
};

/** Cuts V_in out of resized frames: crop, flip and normalise, written into a batch. */
export function extractView(request: ViewRequest): void {
  const { resized, view, frames, normalisation, out, at } = request;
  const { offset, side, flip } = view;
  const { height, width } = view.resized;
  const [red, green, blue] = lookUpTables(normalisation);
  const frameBytes = height * width * 3;
  const step = flip ? -3 : 3;
  let to = at;
  for (let k = 0; k < frames; k++) {
    const frameAt = k * frameBytes;
    for (let y = 0; y < side; y++) {
      const rowAt = frameAt + ((offset.top + y) * width + offset.left) * 3;
      let from = flip ? rowAt + (side - 1) * 3 : rowAt;
      for (let x = 0; x < side; x++, from += step, to += 3) {
        out[to] = red[resized[from] as number] as number;
        out[to + 1] = green[resized[from + 1] as number] as number;
        out[to + 2] = blue[resized[from + 2] as number] as number;
      }
    }
  }
}

const tables = new WeakMap<Normalisation, [Float32Array, Float32Array, Float32Array]>();

/** Normalised value of each byte, per channel. */
function lookUpTables(normalisation: Normalisation): [Float32Array, Float32Array, Float32Array] {
  const known = tables.get(normalisation);
  if (known) return known;
  const table = (c: 0 | 1 | 2) =>
    Float32Array.from({ length: 256 }, (_, value) => (value - normalisation.mean[c]) / normalisation.std[c]);
  const made: [Float32Array, Float32Array, Float32Array] = [table(0), table(1), table(2)];
  tables.set(normalisation, made);
  return made;
}
