import type { BinKind } from '@/domain/binKinds';
import { AppError } from '@/domain/errors';
import type { Db } from '@/server/db';
import type { BinScope } from './binScope';
import { forgetDiskUse } from './diskUse';
import { dropPictures } from './dropPictures';
import { type Freed, sumOf } from './freed';
import { listBin } from './listBin';
import { committing, purgeBin } from './purgeBin';
import { removeUnreferenced } from './removeUnreferenced';

/**
 * Deletes one thing of the bin, or all, before its time. Runs from which others start stay. Data sets go a little later, by a worker: only
 * workers know the frames that they have decoded.
 * @param root folder of all artifacts; undefined: bytes are left for the next collection
 * @throws AppError not_found, conflict where all of it is needed
 */
export async function deleteForGood(
  db: Db,
  { root, only }: { root: string | undefined; only: { kind: BinKind; id: string } | null },
): Promise<Freed> {
  if (only) await requireDeletable(db, only);
  const scope: BinScope = only ?? { before: new Date('9999-01-01T00:00:00Z') };
  const step = committing(db);
  const freed = [await purgeBin(db, { scope, step }), await dropPictures(db, step)];
  if (only === null || only.kind === 'dataset') await askForDatasets(db, only?.id ?? null);
  if (root !== undefined) freed.push(await removeUnreferenced(db, root));
  forgetDiskUse();
  return sumOf(freed);
}

async function requireDeletable(db: Db, { kind, id }: { kind: BinKind; id: string }): Promise<void> {
  const { items } = await listBin(db, 0);
  const item = items.find((candidate) => candidate.kind === kind && candidate.id === id);
  if (!item) throw new AppError('not_found', 'This is not in the bin any more. Reload the page.');
  if (!item.held) return;
  const users = { run: 'Other runs start from it', weights: 'Runs start from them', dataset: 'An experiment uses it' };
  const why = kind in users ? users[kind as keyof typeof users] : 'It is needed';
  throw new AppError('conflict', `${why}: delete those for good first, then "${item.name}".`);
}

/** The next look of a worker takes them. */
async function askForDatasets(db: Db, id: string | null): Promise<void> {
  await db.$executeRaw`
    update datasets d set deleted_at = 'epoch' where deleted_at is not null and (${id}::uuid is null or d.id = ${id}::uuid)
      and not exists (select 1 from experiments e where e.spec->>'dataset' = d.slug)`;
}
