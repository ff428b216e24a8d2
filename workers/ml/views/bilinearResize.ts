import type { BilinearTaps } from './bilinearTaps';
import type { Affine } from './normalisation';

export type ResampleRequest = {
  /** RGB frames; the position 0 of frame k is at `origins[k]` (which may lie outside), a row every `rowStride` numbers. */
  source: Uint8Array | Float32Array;
  origins: readonly number[];
  rowStride: number;
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

/**
 * Resizes frames to a square by plain bilinear interpolation in float64, between rows first, and applies value * scale + shift.
 * A column that is the right neighbour of one pixel and the left one of the next is blended once.
 */
export function bilinearResize(request: ResampleRequest): void {
  const { source, origins, rowStride, rows, side, flip, affine, out, at } = request;
  const [redScale, greenScale, blueScale] = affine.scale;
  const [redShift, greenShift, blueShift] = affine.shift;
  const lefts = request.columns.low.map((column) => column * 3);
  const rights = request.columns.high.map((column) => column * 3);
  const parts = request.columns.weight;
  const step = flip ? -3 : 3;
  for (let k = 0; k < origins.length; k++) {
    for (let y = 0; y < side; y++) {
      const up = (origins[k] as number) + (rows.low[y] as number) * rowStride;
      const down = (origins[k] as number) + (rows.high[y] as number) * rowStride;
      const share = rows.weight[y] as number;
      let to = at + (k * side + y) * side * 3 + (flip ? (side - 1) * 3 : 0);
      let blended = -1; // the column whose blend of both rows is in red, green and blue
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let x = 0; x < side; x++, to += step) {
        const left = lefts[x] as number;
        const right = rights[x] as number;
        const part = parts[x] as number;
        const rest = 1 - part;
        let value = 0;
        if (left !== blended) {
          value = source[up + left] as number;
          red = value + share * ((source[down + left] as number) - value);
          value = source[up + left + 1] as number;
          green = value + share * ((source[down + left + 1] as number) - value);
          value = source[up + left + 2] as number;
          blue = value + share * ((source[down + left + 2] as number) - value);
        }
        const leftRed = red;
        const leftGreen = green;
        const leftBlue = blue;
        value = source[up + right] as number;
        red = value + share * ((source[down + right] as number) - value);
        value = source[up + right + 1] as number;
        green = value + share * ((source[down + right + 1] as number) - value);
        value = source[up + right + 2] as number;
        blue = value + share * ((source[down + right + 2] as number) - value);
        blended = right;
        out[to] = (rest * leftRed + part * red) * redScale + redShift;
        out[to + 1] = (rest * leftGreen + part * green) * greenScale + greenShift;
        out[to + 2] = (rest * leftBlue + part * blue) * blueScale + blueShift;
      }
    }
  }
}
