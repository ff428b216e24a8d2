import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type BackboneId, backboneIdSchema, backbones } from '@/domain/backbones';
import { networkVolumes } from '@/domain/memory/networkVolumes';
import { readStored } from '@/domain/stored';
import type { Db } from '@/server/db';

/** The disk under a folder, in bytes; `free` is what programs of this user may still write. */
export type DiskSpace = { free: number; total: number };

/** Room on the disk of the artifacts, and whether it is short. */
export type DiskState = DiskSpace & {
  /** The largest single thing that is expected to be written. */
  largest: number;
  /** Null: there is room enough. */
  low: 'nearly_full' | 'too_small' | null;
};

const lowShare = 0.05;

/** Nearly full: less than 5 % is free; too small: the largest thing that is expected does not fit. */
export function judgeSpace({ free, total }: DiskSpace, largest: number): DiskState {
  const low = free < largest ? 'too_small' : free < lowShare * total ? 'nearly_full' : null;
  return { free, total, largest, low };
}

/** @param root folder of all artifacts, which need not be there yet; undefined: nobody looks at the disk */
export async function diskState(db: Db, root: string | undefined): Promise<DiskState | null> {
  if (root === undefined) return null;
  const [space, largest] = await Promise.all([spaceUnder(root), largestExpected(db)]);
  return judgeSpace(space, largest);
}

/** Of the folder, or of the nearest one above it that is there. */
async function spaceUnder(folder: string): Promise<DiskSpace> {
  try {
    const { bavail, blocks, bsize } = await statfs(folder);
    return { free: bavail * bsize, total: blocks * bsize };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || dirname(folder) === folder) throw error;
    return spaceUnder(dirname(folder));
  }
}

/** What was the largest so far, or a checkpoint of a run that is in the queue or at work, whichever is more. */
async function largestExpected(db: Db): Promise<number> {
  const [row] = await db.$queryRaw<{ largest: number; backbones: string[] }[]>`
    select coalesce((select max(size) from artifacts), 0)::float8 as largest,
      array(select distinct config->>'backbone' from runs r join tasks t on t.id = r.id
        where t.status in ('BLOCKED', 'QUEUED', 'CLAIMED', 'RUNNING') and r.config->>'backbone' is not null) as backbones`;
  const open = (row?.backbones ?? []).flatMap((id) => readStored(backboneIdSchema, id) ?? []);
  return Math.max(row?.largest ?? 0, ...open.map(checkpointBytes));
}

/** Weights and momentum, in float32. */
function checkpointBytes(backbone: BackboneId): number {
  const { frames, side } = backbones[backbone].clip;
  return 2 * 4 * networkVolumes(backbone, { frames, side }).parameters;
}
