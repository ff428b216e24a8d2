import { describe, expect, it } from 'vitest';
import { decodeSafetensors, encodeSafetensors } from '@/domain/formats/safetensors';
import { randomArray } from '@/test/support/random';

const tensors = new Map([
  ['conv1.weight', { shape: [2, 3, 4], data: randomArray(24, 1) }],
  ['empty', { shape: [0], data: new Float32Array(0) }],
  ['scalar', { shape: [], data: Float32Array.of(Number.NaN) }],
]);
const bytes = encodeSafetensors({ tensors, metadata: { commit: 'abc', note: 'größer' } });

describe('safetensors', () => {
  it('come back bit for bit, metadata included', () => {
    const file = decodeSafetensors(bytes);
    expect(file.metadata).toEqual({ commit: 'abc', note: 'größer' });
    expect([...file.tensors]).toEqual([...tensors]);
  });

  it('follow the format: u64 header length, JSON, aligned data', () => {
    const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
    expect(header['conv1.weight']).toEqual({ dtype: 'F32', shape: [2, 3, 4], data_offsets: [0, 96] });
    expect((8 + length) % 8).toBe(0);
    expect(bytes.length).toBe(8 + length + 100);
  });

  it.each([
    ['cut off in the data', () => bytes.subarray(0, bytes.length - 5)],
    ['cut off in the header', () => bytes.subarray(0, 20)],
    ['empty', () => new Uint8Array(0)],
    ['not safetensors', () => new TextEncoder().encode('<html>not a checkpoint at all</html>')],
    ['lying about a shape', () => replaced('[2,3,4]', '[2,3,9]')],
    ['of another type', () => replaced('"F32"', '"I32"')],
  ])('that are %s are refused with the reason', (_, make) => {
    expect(() => decodeSafetensors(make())).toThrow(/checkpoint cannot be read/);
  });

  function replaced(from: string, to: string): Uint8Array {
    return new Uint8Array(Buffer.from(Buffer.from(bytes).toString('latin1').replace(from, to), 'latin1'));
  }
});
