import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { artifactPath } from '@/server/artifacts/artifactPath';
import type { Db } from '@/server/db';

/** Puts bytes where artifacts lie under `home`, and their row; returns the id. Equal bytes give the same id. */
export async function storeBytes(
  db: Db,
  { home, bytes, mime }: { home: string; bytes: Uint8Array; mime: string },
): Promise<string> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const file = artifactPath(path.join(home, 'artifacts'), sha256);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, bytes);
  const row = await db.artifact.upsert({
    where: { sha256 },
    create: { sha256, size: BigInt(bytes.length), mime },
    update: {},
    select: { id: true },
  });
  return row.id;
}
