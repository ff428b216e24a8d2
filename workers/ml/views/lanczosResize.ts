import { lanczosTaps } from './lanczosTaps';
import type { Size } from './resizedSize';

/**
 * Makes a resizer of RGB frames by Lanczos-3: rows, then columns, in float64, rounded to uint8 once.
 * @returns a function from uint8 (from.height, from.width, 3) to uint8 (to.height, to.width, 3), written into `out`
 */
export function createLanczosResize(from: Size, to: Size): (frame: Uint8Array, out: Uint8Array) => void {
  const vertical = lanczosTaps(from.height, to.height);
  const horizontal = lanczosTaps(from.width, to.width);
  const inputRow = from.width * 3;
  const outputRow = to.width * 3;
  const row = new Float64Array(inputRow);

  /** One output row before the horizontal pass, (from.width, 3); four taps at a time, to touch the sums less often. */
  function sumRows(frame: Uint8Array, o: number): void {
    row.fill(0);
    const { weights, width } = vertical;
    const first = vertical.first[o] as number;
    for (let k = 0; k < width; k += 4) {
      const a = weights[o * width + k] as number;
      const b = k + 1 < width ? (weights[o * width + k + 1] as number) : 0;
      const c = k + 2 < width ? (weights[o * width + k + 2] as number) : 0;
      const d = k + 3 < width ? (weights[o * width + k + 3] as number) : 0;
      const rowA = (first + k) * inputRow;
      const rowB = b === 0 ? rowA : rowA + inputRow;
      const rowC = c === 0 ? rowA : rowA + 2 * inputRow;
      const rowD = d === 0 ? rowA : rowA + 3 * inputRow;
      for (let j = 0; j < inputRow; j++)
        row[j] =
          (row[j] as number) +
          a * (frame[rowA + j] as number) +
          b * (frame[rowB + j] as number) +
          c * (frame[rowC + j] as number) +
          d * (frame[rowD + j] as number);
    }
  }

  function sumColumns(out: Uint8Array, outBase: number): void {
    const { first, weights, width } = horizontal;
    for (let x = 0; x < to.width; x++) {
      let red = 0.5;
      let green = 0.5;
      let blue = 0.5;
      let at = (first[x] as number) * 3;
      for (let k = x * width; k < (x + 1) * width; k++, at += 3) {
        const weight = weights[k] as number;
        red += weight * (row[at] as number);
        green += weight * (row[at + 1] as number);
        blue += weight * (row[at + 2] as number);
      }
      const to3 = outBase + x * 3;
      out[to3] = toByte(red);
      out[to3 + 1] = toByte(green);
      out[to3 + 2] = toByte(blue);
    }
  }

  return (frame, out) => {
    for (let o = 0; o < to.height; o++) {
      sumRows(frame, o);
      sumColumns(out, o * outputRow);
    }
  };
}

/** @param value with 1/2 already added */
function toByte(value: number): number {
  return value < 0 ? 0 : value >= 255 ? 255 : Math.floor(value);
}
