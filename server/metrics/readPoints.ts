import { endianness } from 'node:os';
import type { Db } from '@/server/db';

/** A whole curve in step order; values may be NaN or +-Infinity. */
export type Points = { steps: Int32Array; values: Float64Array };

export type CurveName = { runId: string; key: string; split: string };

/**
 * Every point of a curve. The database packs the two columns into bytes (big-endian, as Postgres sends them), which is read some
 * ten times faster than rows and keeps NaN and infinities.
 */
export async function readPoints(db: Db, { runId, key, split }: CurveName): Promise<Points> {
  const [packed] = await db.$queryRaw<{ steps: Uint8Array | null; values: Uint8Array | null }[]>`
    select string_agg(int4send(step), ''::bytea order by step) as steps,
      string_agg(float8send(value), ''::bytea order by step) as values
    from metric_points where run_id = ${runId}::uuid and key = ${key} and split = ${split}`;
  return {
    steps: new Int32Array(copyOf(packed?.steps, 4).buffer),
    values: new Float64Array(copyOf(packed?.values, 8).buffer),
  };
}

/** The bytes in memory of their own, in the order of this machine: every number turned round where that is little-endian. */
function copyOf(bytes: Uint8Array | null | undefined, size: 4 | 8): Buffer {
  const copy = Buffer.from(new ArrayBuffer(bytes?.length ?? 0));
  if (bytes) copy.set(bytes);
  if (endianness() === 'BE') return copy;
  return size === 4 ? copy.swap32() : copy.swap64();
}
