import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { artifactPath } from '@/server/artifacts/artifactPath';
import { putArtifact } from '@/server/artifacts/putArtifact';
import { readArtifact } from '@/server/artifacts/readArtifact';
import { sha256Of, writeBytes } from '@/server/artifacts/writeBytes';
import { createDb, type Db } from '@/server/db';
import { removeArtifacts } from '@/server/disk/removeArtifacts';
import { bareRun } from '@/test/support/bareRun';
import { createTestDatabase, type TestDatabase } from '@/test/support/postgres';
import { temporaryFolder } from '@/test/support/temporaryFolder';

let database: TestDatabase;
let db: Db;

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDb(database.url);
});
afterAll(async () => {
  await db.$disconnect();
  await database.drop();
});

async function store(root: string, bytes: Uint8Array): Promise<string> {
  const sha256 = await writeBytes(root, bytes);
  return db.$transaction((tx) => putArtifact(tx, { root, sha256, bytes, mime: 'text/plain' }));
}

describe('bytes of an artifact', () => {
  it('lie under their hash, whole, and nothing else lies beside them', async () => {
    const root = join(temporaryFolder(), 'artifacts');
    const bytes = randomBytes(100_000);
    const sha256 = await writeBytes(root, bytes);
    expect(sha256).toBe(sha256Of(bytes));
    expect(readdirSync(root)).toEqual([sha256.slice(0, 2)]);
    expect(readdirSync(join(root, sha256.slice(0, 2)))).toEqual([sha256]);
    expect(readFileSync(artifactPath(root, sha256))).toEqual(bytes);
  });

  it('may be empty', async () => {
    const root = temporaryFolder();
    const id = await store(root, new Uint8Array());
    expect(await readArtifact(db, { id, root })).toHaveLength(0);
  });

  it('are stored once, also by writers at the same time', async () => {
    const root = temporaryFolder();
    const bytes = randomBytes(1000);
    const ids = await Promise.all(Array.from({ length: 5 }, () => store(root, bytes)));
    expect(new Set(ids).size).toBe(1);
    expect(await readArtifact(db, { id: ids[0]!, root })).toEqual(bytes);
    const names = readdirSync(root, { recursive: true }).map(String);
    expect(names.filter((name) => statSync(join(root, name)).isFile())).toHaveLength(1);
  });

  it('are refused when they were changed on the disk, and mended by the next who stores them', async () => {
    const root = temporaryFolder();
    const bytes = randomBytes(1000);
    const id = await store(root, bytes);
    const damaged = Buffer.from(bytes);
    damaged[500] = damaged[500]! ^ 1;
    writeFileSync(artifactPath(root, sha256Of(bytes)), damaged);
    await expect(readArtifact(db, { id, root })).rejects.toMatchObject({ code: 'artifact_corrupt' });
    expect(await store(root, bytes)).toBe(id);
    expect(await readArtifact(db, { id, root })).toEqual(bytes);
  });

  it('are removed with the last reference and only then', async () => {
    const root = temporaryFolder();
    const kept = await store(root, randomBytes(10));
    const dropped = await store(root, randomBytes(10));
    const experiment = await db.experiment.create({ data: { name: 'x', spec: {} } });
    const runId = await bareRun(db, { experimentId: experiment.id });
    await db.checkpoint.create({ data: { runId, step: 1, epoch: 1, final: true, artifactId: kept } });
    await removeArtifacts(db, { ids: [kept, dropped], root });
    expect(await readArtifact(db, { id: kept, root })).toHaveLength(10);
    await expect(readArtifact(db, { id: dropped, root })).rejects.toMatchObject({ code: 'not_found' });
    const files = readdirSync(root, { recursive: true }).map(String);
    expect(files.filter((name) => statSync(join(root, name)).isFile())).toHaveLength(1);
  });

  it('survive when one writer stores them while another drops the last reference', async () => {
    const root = temporaryFolder();
    for (let round = 0; round < 10; round++) {
      const bytes = randomBytes(64);
      const id = await store(root, bytes);
      const experiment = await db.experiment.create({ data: { name: 'x', spec: {} } });
      const runId = await bareRun(db, { experimentId: experiment.id });
      const refer = async () => {
        const sha256 = await writeBytes(root, bytes);
        return db.$transaction(async (tx) => {
          const artifactId = await putArtifact(tx, { root, sha256, bytes, mime: 'text/plain' });
          await tx.checkpoint.create({ data: { runId, step: 1, epoch: 1, final: true, artifactId } });
          return artifactId;
        });
      };
      const [artifactId] = await Promise.all([refer(), removeArtifacts(db, { ids: [id], root })]);
      expect(await readArtifact(db, { id: artifactId, root })).toEqual(bytes);
    }
  });
});
