import { safetensorsHead } from './safetensorsHead';

export type SafetensorsLayout = {
  /** The whole file: header written, data zero. */
  bytes: Uint8Array<ArrayBuffer>;
  /** The data of every array, as views into `bytes`: fill them in any order. */
  views: Map<string, Float32Array>;
};

/**
 * An empty safetensors file of float32 arrays. Whoever fills the views array by array needs no more memory than the file.
 */
export function layoutSafetensors(
  shapes: Iterable<readonly [string, readonly number[]]>,
  metadata: Record<string, string>,
): SafetensorsLayout {
  const { head, places, dataBytes } = safetensorsHead(shapes, metadata);
  const bytes = new Uint8Array(head.length + dataBytes);
  bytes.set(head);
  const views = new Map(
    [...places].map(([name, { start, count }]) => [name, new Float32Array(bytes.buffer, head.length + start, count)]),
  );
  return { bytes, views };
}
