import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createDb } from '@/server/db';
import { appRouter } from '@/server/routers/appRouter';
import { createCallerFactory } from '@/server/trpc';
import { createTestDatabase } from './postgres';

const createCaller = createCallerFactory(appRouter);

/** A database, a FOVEA_HOME and a caller of every procedure, for one test file. */
export async function createWorld() {
  const database = await createTestDatabase();
  const home = await mkdtemp(path.join(tmpdir(), 'fovea-world-'));
  const db = createDb(database.url, { connections: 4 });
  const close = async () => {
    await db.$disconnect();
    await database.drop();
    await rm(home, { recursive: true, force: true });
  };
  return { db, url: database.url, home, caller: createCaller({ db }), close };
}
