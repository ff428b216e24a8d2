import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Db } from '@/server/db';

/** Bytes of everything, by what it is. Equal bytes that serve several things are counted once for each kind. */
export type DiskUse = {
  /** Checkpoints of runs and imported weights. */
  weights: number;
  /** Frames of test clips for the gallery. */
  pictures: number;
  /** Saliency maps. */
  maps: number;
  /** What waits for the next collection. */
  unused: number;
  /** Decoded frames and what fixed bases say of clips, under FOVEA_CACHE of this host. */
  caches: number;
};

const rememberedMs = 60_000;
const remembered = new Map<string, { at: number; use: Promise<DiskUse> }>();

/**
 * Sums over all artifacts and a walk over the caches; the answer is remembered for a minute, so it does not matter how many pages ask.
 * @param cacheRoot undefined: nobody looks at the caches
 */
export function diskUse(db: Db, cacheRoot: string | undefined): Promise<DiskUse> {
  const key = cacheRoot ?? '';
  const known = remembered.get(key);
  if (known && Date.now() - known.at < rememberedMs) return known.use;
  const use = measure(db, cacheRoot);
  remembered.set(key, { at: Date.now(), use });
  use.catch(() => remembered.delete(key));
  return use;
}

/** What was removed is gone from the next answer. */
export function forgetDiskUse(): void {
  remembered.clear();
}

async function measure(db: Db, cacheRoot: string | undefined): Promise<DiskUse> {
  const [rows, caches] = await Promise.all([
    db.$queryRaw<Omit<DiskUse, 'caches'>[]>`
      with
        weights as (select artifact_id as id from checkpoints union select artifact_id from weights),
        pictures as (select original_artifact_id as id from clip_frames union select resized_artifact_id from clip_frames),
        maps as (
          select maps_artifact_id as id from evaluations where maps_artifact_id is not null
          union select demanded_maps_id from evaluation_videos where demanded_maps_id is not null)
      select
        coalesce(sum(a.size) filter (where w.id is not null), 0)::float8 as weights,
        coalesce(sum(a.size) filter (where p.id is not null), 0)::float8 as pictures,
        coalesce(sum(a.size) filter (where m.id is not null), 0)::float8 as maps,
        coalesce(sum(a.size) filter (where w.id is null and p.id is null and m.id is null), 0)::float8 as unused
      from artifacts a left join weights w on w.id = a.id left join pictures p on p.id = a.id left join maps m on m.id = a.id`,
    cacheRoot === undefined ? 0 : bytesUnder(cacheRoot),
  ]);
  const [row] = rows;
  if (!row) throw new Error('a sum returned no row');
  return { ...row, caches };
}

/** Bytes of the files under a folder; of what goes away meanwhile nothing is counted. */
async function bytesUnder(folder: string): Promise<number> {
  let sum = 0;
  for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) sum += await bytesUnder(path);
    else if (entry.isFile()) sum += (await stat(path).catch(() => null))?.size ?? 0;
  }
  return sum;
}
