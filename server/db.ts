import { type Prisma, PrismaClient } from '@/prisma/generated/client';
import { env } from './env';
import { StorablePg } from './storable';

export type Db = PrismaClient;
/** The client inside a transaction. */
export type Tx = Prisma.TransactionClient;

const connectTimeoutMs = 10_000;
/** Milliseconds: a busy machine is slow, not broken. */
const transactionOptions = { maxWait: 20_000, timeout: 60_000 };

/**
 * A client of its own; tests and workers close theirs with `$disconnect`.
 * Sessions speak UTC: the adapter drops the offset of what it reads. A process that freezes within a transaction holds its locks
 * only for `idleTransactionSeconds`: then the server ends the session, and others can take over what it held.
 */
export function createDb(
  databaseUrl: string,
  { connections = 10, idleTransactionSeconds = 60 }: { connections?: number; idleTransactionSeconds?: number } = {},
): Db {
  const adapter = new StorablePg({
    connectionString: databaseUrl,
    max: connections,
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
    options: `-c TimeZone=UTC -c idle_in_transaction_session_timeout=${Math.ceil(idleTransactionSeconds * 1000)}`,
  });
  return new PrismaClient({ adapter, transactionOptions });
}

const shared = globalThis as { foveaDb?: Db };

/** The client of this process. */
export function db(): Db {
  shared.foveaDb ??= createDb(env().DATABASE_URL);
  return shared.foveaDb;
}
