import { Prisma } from '@/prisma/generated/client';
import type { Db } from '@/server/db';
import { type Freed, sumOf } from './freed';
import { isUnreferenced } from './references';
import { removeArtifacts } from './removeArtifacts';

const artifactsAPage = 1000;

/** Removes all artifacts that nothing refers to. */
export async function removeUnreferenced(db: Db, root: string): Promise<Freed> {
  const freed: Freed[] = [];
  for (let after = ''; ; ) {
    const rows = await db.$queryRaw<{ id: string; sha256: string }[]>(
      Prisma.sql`
        select a.id::text, a.sha256 from artifacts a where a.sha256 > ${after} and ${isUnreferenced}
        order by a.sha256 limit ${artifactsAPage}`,
    );
    freed.push(await removeArtifacts(db, { ids: rows.map(({ id }) => id), root }));
    const last = rows.at(-1);
    if (!last) return sumOf(freed);
    after = last.sha256;
  }
}
