import { expect, it } from 'vitest';
import { randomArray } from '@/test/support/random';
import { decodeFloats } from '@/workers/ml/weights/floatDecoders';

const everyHalf = Uint16Array.from({ length: 65536 }, (_, bits) => bits);
const bytesOf = (array: Uint16Array | Float64Array) => new Uint8Array(array.slice().buffer);

it('every number of float16 has the value that IEEE 754 gives it', () => {
  const decoded = decodeFloats(bytesOf(everyHalf), 'float16');
  for (const [bits, value] of decoded.entries()) {
    const sign = bits >> 15 ? -1 : 1;
    const exponent = (bits >> 10) & 31;
    const fraction = (bits & 1023) / 1024;
    if (exponent === 31 && fraction > 0) expect(value).toBeNaN();
    else if (exponent === 31) expect(value).toBe(sign * Number.POSITIVE_INFINITY);
    else expect(value).toBe(exponent === 0 ? sign * fraction * 2 ** -14 : sign * (1 + fraction) * 2 ** (exponent - 15));
  }
});

it('every number of bfloat16 has the value that its bits give it', () => {
  const decoded = decodeFloats(bytesOf(everyHalf), 'bfloat16');
  for (const [bits, value] of decoded.entries()) {
    const sign = bits >> 15 ? -1 : 1;
    const exponent = (bits >> 7) & 255;
    const fraction = (bits & 127) / 128;
    if (exponent === 255 && fraction > 0) expect(value).toBeNaN();
    else if (exponent === 255) expect(value).toBe(sign * Number.POSITIVE_INFINITY);
    else
      expect(value).toBe(exponent === 0 ? sign * fraction * 2 ** -126 : sign * (1 + fraction) * 2 ** (exponent - 127));
  }
});

it('doubles become the nearest float32', () => {
  const doubles = Float64Array.from(randomArray(1000, 3), (value, k) => value * 1.0000000001 ** k + k / 3);
  expect([...decodeFloats(bytesOf(doubles), 'float64')]).toEqual([...doubles].map(Math.fround));
});
