import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { artifactPath } from '@/server/artifacts/artifactPath';
import type { Db } from '@/server/db';

/** Flips one byte in the middle of the bytes of these artifacts, as a failing disk would. */
export async function damageArtifacts(db: Db, { home, ids }: { home: string; ids: string[] }): Promise<void> {
  const rows = await db.artifact.findMany({ where: { id: { in: ids } }, select: { sha256: true } });
  for (const { sha256 } of rows) {
    const file = artifactPath(join(home, 'artifacts'), sha256);
    const bytes = readFileSync(file);
    const middle = bytes.length >> 1;
    bytes[middle] = (bytes[middle] ?? 0) ^ 1;
    writeFileSync(file, bytes);
  }
}
