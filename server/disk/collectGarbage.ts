import { Prisma } from '@/prisma/generated/client';
import type { Db, Tx } from '@/server/db';
import { dropPictures } from './dropPictures';
import { dropCheckpoints, dropPartialScores } from './dropUnneeded';
import { type Freed, nothing, sumOf } from './freed';
import { committing, type DropCaches, purgeBin, within } from './purgeBin';
import { isUnreferenced } from './references';
import { removeUnreferenced } from './removeUnreferenced';
import { sweepFiles } from './sweepFiles';

/** What the collection does, in this order; each part leaves something for the ones after it. */
export const parts = {
  bin: 'the bin',
  scores: 'scores that nobody goes on with',
  checkpoints: 'checkpoints of finished runs',
  pictures: 'frames of clips that no run looks at',
  artifacts: 'bytes that nothing refers to',
  files: 'files that nobody knows',
} as const;
export type GarbagePart = keyof typeof parts;
export type Garbage = Record<GarbagePart, Freed>;

export type Collection = {
  /** Folder of all artifacts. */
  root: string;
  /** What was deleted before this goes for good. */
  before: Date;
  dropCaches?: DropCaches;
  /** Seconds; see sweepFiles. */
  grace?: number;
  onPart?: (part: GarbagePart, freed: Freed) => void;
};

/** Removes what nobody needs any more; call it while `withCollectorLock` holds the lock. Rows always go before bytes. */
export async function collectGarbage(db: Db, collection: Collection): Promise<Garbage> {
  const { root, before, dropCaches, grace, onPart } = collection;
  const step = committing(db);
  const done = async (part: GarbagePart, work: Promise<Freed>) => {
    const freed = await work;
    onPart?.(part, freed);
    return freed;
  };
  return {
    bin: await done('bin', purgeBin(db, { scope: { before }, step, dropCaches })),
    scores: await done('scores', dropPartialScores(step)),
    checkpoints: await done('checkpoints', dropCheckpoints(step)),
    pictures: await done('pictures', dropPictures(db, step)),
    artifacts: await done('artifacts', removeUnreferenced(db, root)),
    files: await done('files', sweepFiles(db, { root, grace })),
  };
}

/** What `collectGarbage` would remove now; everything is done in a transaction that is rolled back. Caches are not counted. */
export async function estimateGarbage(db: Db, { root, before, grace, onPart }: Collection): Promise<Garbage> {
  const done = (part: GarbagePart, freed: Freed) => {
    onPart?.(part, freed);
    return freed;
  };
  const found = await rolledBack(db, async (tx) => {
    const step = within(tx);
    return {
      bin: done('bin', await purgeBin(tx, { scope: { before }, step, dropCaches: async () => nothing })),
      scores: done('scores', await dropPartialScores(step)),
      checkpoints: done('checkpoints', await dropCheckpoints(step)),
      pictures: done('pictures', await dropPictures(tx, step)),
      artifacts: done('artifacts', await countUnreferenced(tx)),
    };
  });
  return { ...found, files: done('files', await sweepFiles(db, { root, grace, dryRun: true })) };
}

export function totalOf(garbage: Garbage): Freed {
  return sumOf(Object.values(garbage));
}

async function countUnreferenced(tx: Tx): Promise<Freed> {
  const [row] = await tx.$queryRaw<{ count: number; bytes: number }[]>(
    Prisma.sql`
      select count(*)::int as count, coalesce(sum(a.size), 0)::float8 as bytes from artifacts a where ${isUnreferenced}`,
  );
  return row ? { rows: row.count, files: row.count, bytes: row.bytes } : nothing;
}

class RolledBack<Result> extends Error {
  constructor(readonly result: Result) {
    super('rolled back as it should be');
  }
}

async function rolledBack<Result>(db: Db, work: (tx: Tx) => Promise<Result>): Promise<Result> {
  try {
    return await db.$transaction(
      async (tx) => {
        throw new RolledBack(await work(tx));
      },
      { timeout: 600_000 },
    );
  } catch (error) {
    if (error instanceof RolledBack) return error.result as Result;
    throw error;
  }
}
