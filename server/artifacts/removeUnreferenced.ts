import { rm } from 'node:fs/promises';
import type { Db } from '@/server/db';
import { artifactPath } from './artifactPath';

/** Removes those of these artifacts that nothing refers to any more: row and bytes. */
export async function removeUnreferenced(db: Db, { ids, root }: { ids: string[]; root: string }): Promise<void> {
  for (const id of ids) {
    await db.$transaction(async (tx) => {
      const [locked] = await tx.$queryRaw<{ sha256: string }[]>`
        select sha256 from artifacts where id = ${id}::uuid and pg_advisory_xact_lock(hashtextextended(sha256, 0)) is not null`;
      if (!locked) return;
      const removed = await tx.$executeRaw`
        delete from artifacts a where a.id = ${id}::uuid
          and not exists (select 1 from checkpoints c where c.artifact_id = a.id)
          and not exists (select 1 from evaluations e where e.maps_artifact_id = a.id)
          and not exists (select 1 from weights w where w.artifact_id = a.id)
          and not exists (select 1 from clip_frames f where f.original_artifact_id = a.id or f.resized_artifact_id = a.id)`;
      // Bytes go before the commit: a row without bytes that nothing refers to is mended by the next writer, the reverse is lost space.
      if (removed > 0) await rm(artifactPath(root, locked.sha256), { force: true });
    });
  }
}
