import { type BilinearTaps, bilinearTaps } from './bilinearTaps';
import type { Affine } from './normalisation';

export type ResampleRequest = {
  /** RGB frames; a frame begins every `frameStride` numbers from `from` on, a row every `rowStride`. */
  source: Uint8Array | Float32Array;
  from: number;
  frameStride: number;
  rowStride: number;
  frames: number;
  width: number;
  /** Which rows and columns of the source each of the `side` rows and columns of the result is made of. */
  rows: BilinearTaps;
  columns: BilinearTaps;
  /** Side of the square result. */
  side: number;
  /** Mirror the result, left to right. */
  flip: boolean;
  affine: Affine;
  /** Receives float32 (frames, side, side, 3) from `at` on. */
  out: Float32Array;
  at: number;
};

export type BilinearRequest = Omit<ResampleRequest, 'rows' | 'columns'> & { height: number };

/** Resizes frames to a square by plain bilinear interpolation in float64 and applies value * scale + shift. */
export function bilinearResize(request: BilinearRequest): void {
  const { height, width, side } = request;
  resample({ ...request, rows: bilinearTaps(height, side), columns: bilinearTaps(width, side) });
}

/** The same with given taps. */
export function resample(request: ResampleRequest): void {
  const { source, from, frameStride, rowStride, frames, width, rows, columns, side, flip, affine, out, at } = request;
  const [redScale, greenScale, blueScale] = affine.scale;
  const [redShift, greenShift, blueShift] = affine.shift;
  const blended = new Float64Array(width * 3); // one row between two source rows
  const step = flip ? -3 : 3;
  for (let k = 0; k < frames; k++) {
    for (let y = 0; y < side; y++) {
      const up = from + k * frameStride + (rows.low[y] as number) * rowStride;
      const down = from + k * frameStride + (rows.high[y] as number) * rowStride;
      const share = rows.weight[y] as number;
      for (let j = 0; j < blended.length; j++) {
        const value = source[up + j] as number;
        blended[j] = value + share * ((source[down + j] as number) - value);
      }
      let to = at + (k * side + y) * side * 3 + (flip ? (side - 1) * 3 : 0);
      for (let x = 0; x < side; x++, to += step) {
        const left = (columns.low[x] as number) * 3;
        const right = (columns.high[x] as number) * 3;
        const part = columns.weight[x] as number;
        const rest = 1 - part;
        const red = rest * (blended[left] as number) + part * (blended[right] as number);
        const green = rest * (blended[left + 1] as number) + part * (blended[right + 1] as number);
        const blue = rest * (blended[left + 2] as number) + part * (blended[right + 2] as number);
        out[to] = red * redScale + redShift;
        out[to + 1] = green * greenScale + greenShift;
        out[to + 2] = blue * blueScale + blueShift;
      }
    }
  }
}
