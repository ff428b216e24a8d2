import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from '@/prisma/generated/client';
import { env } from './env';

export type Db = PrismaClient;

/** A client of its own; tests and workers close theirs with `$disconnect`. */
export function createDb(databaseUrl: string, { connections = 10 }: { connections?: number } = {}): Db {
  return new PrismaClient({ adapter: new PrismaPg({ connectionString: databaseUrl, max: connections }) });
}

const shared = globalThis as { foveaDb?: Db };

/** The client of this process; survives hot reloads of the development server. */
export function db(): Db {
  shared.foveaDb ??= createDb(env().DATABASE_URL);
  return shared.foveaDb;
}
