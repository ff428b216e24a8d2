import { join } from 'node:path';
import { artifactPath } from '@/server/artifacts/artifactPath';
import type { Db } from '@/server/db';
import { flipByte } from './flipByte';

/** Flips one byte of each of these artifacts. */
export async function damageArtifacts(db: Db, { home, ids }: { home: string; ids: string[] }): Promise<void> {
  const rows = await db.artifact.findMany({ where: { id: { in: ids } }, select: { sha256: true } });
  for (const { sha256 } of rows) flipByte(artifactPath(join(home, 'artifacts'), sha256));
}
