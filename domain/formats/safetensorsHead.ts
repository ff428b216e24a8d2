export type SafetensorsHead = {
  /** u64 header length, then the JSON header padded to a multiple of eight. */
  head: Uint8Array<ArrayBuffer>;
  /** Where the data of every array begin behind the head, in bytes, and how many elements they have. */
  places: Map<string, { start: number; count: number }>;
  /** Bytes of all data. */
  dataBytes: number;
};

/** The beginning of a safetensors file of float32 arrays, whose data follow in the order given. */
export function safetensorsHead(
  shapes: Iterable<readonly [string, readonly number[]]>,
  metadata: Record<string, string>,
): SafetensorsHead {
  let dataBytes = 0;
  const places = new Map<string, { start: number; count: number }>();
  const entries: [string, unknown][] = [['__metadata__', metadata]];
  for (const [name, shape] of shapes) {
    const count = shape.reduce((product, size) => product * size, 1);
    places.set(name, { start: dataBytes, count });
    entries.push([name, { dtype: 'F32', shape, data_offsets: [dataBytes, dataBytes + count * 4] }]);
    dataBytes += count * 4;
  }
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)));
  const padding = (8 - (json.length % 8)) % 8;
  const head = new Uint8Array(8 + json.length + padding).fill(0x20, 8 + json.length);
  new DataView(head.buffer).setBigUint64(0, BigInt(json.length + padding), true);
  head.set(json, 8);
  return { head, places, dataBytes };
}
