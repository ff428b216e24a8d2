export type SafetensorsLayout = {
  /** The whole file: header written, data zero. */
  bytes: Uint8Array<ArrayBuffer>;
  /** The data of every array, as views into `bytes`: fill them in any order. */
  views: Map<string, Float32Array>;
};

/**
 * An empty safetensors file of float32 arrays: u64 header length, JSON header padded to a multiple of eight, raw little-endian data in
 * the order given. Whoever fills the views array by array needs no more memory than the file.
 */
export function layoutSafetensors(
  shapes: Iterable<readonly [string, readonly number[]]>,
  metadata: Record<string, string>,
): SafetensorsLayout {
  let end = 0;
  const places: { name: string; shape: readonly number[]; start: number; count: number }[] = [];
  for (const [name, shape] of shapes) {
    const count = shape.reduce((product, size) => product * size, 1);
    places.push({ name, shape, start: end, count });
    end += count * 4;
  }
  const header = Object.fromEntries([
    ['__metadata__', metadata] as const,
    ...places.map(
      ({ name, shape, start, count }) =>
        [name, { dtype: 'F32', shape, data_offsets: [start, start + count * 4] }] as const,
    ),
  ]);
  const json = new TextEncoder().encode(JSON.stringify(header));
  const padding = (8 - (json.length % 8)) % 8;
  const data = 8 + json.length + padding;
  const bytes = new Uint8Array(data + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length + padding), true);
  bytes.set(json, 8);
  bytes.fill(0x20, 8 + json.length, data);
  const views = new Map(
    places.map(({ name, start, count }) => [name, new Float32Array(bytes.buffer, data + start, count)] as const),
  );
  return { bytes, views };
}
