/** Raw little-endian bytes to float32. Doubles are rounded to the nearest float32; the others are exact. */
const decoders = {
  float32: (bytes: Uint8Array<ArrayBuffer>) => new Float32Array(bytes.buffer),
  float64: (bytes: Uint8Array<ArrayBuffer>) => Float32Array.from(new Float64Array(bytes.buffer)),
  float16: (bytes: Uint8Array<ArrayBuffer>) => fromBits(new Uint16Array(bytes.buffer), halfToSingleBits),
  bfloat16: (bytes: Uint8Array<ArrayBuffer>) => fromBits(new Uint16Array(bytes.buffer), (bits) => bits << 16),
};

const itemBytes: Record<FloatDtype, number> = { float32: 4, float64: 8, float16: 2, bfloat16: 2 };

export type FloatDtype = keyof typeof decoders;

export function isFloatDtype(dtype: string): dtype is FloatDtype {
  return Object.hasOwn(decoders, dtype);
}

/** @param bytes in a buffer of their own, a whole number of elements */
export function decodeFloats(bytes: Uint8Array<ArrayBuffer>, dtype: FloatDtype): Float32Array {
  return decoders[dtype](bytes);
}

/** Bytes of one element. */
export function floatBytes(dtype: FloatDtype): number {
  return itemBytes[dtype];
}

function fromBits(from: Uint16Array, convert: (bits: number) => number): Float32Array {
  const bits = new Uint32Array(from.length);
  for (let k = 0; k < from.length; k++) bits[k] = convert(from[k] as number);
  return new Float32Array(bits.buffer);
}

/** IEEE 754 binary16 to binary32, subnormal numbers, infinities and NaN included. */
function halfToSingleBits(half: number): number {
  const sign = (half & 0x8000) << 16;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0x1f) return sign | 0x7f800000 | (fraction << 13);
  if (exponent !== 0) return sign | ((exponent + 112) << 23) | (fraction << 13);
  if (fraction === 0) return sign;
  // A subnormal half is a normal single: move the first one to the hidden place.
  const shift = Math.clz32(fraction) - 21;
  return sign | ((113 - shift) << 23) | (((fraction << shift) & 0x3ff) << 13);
}
