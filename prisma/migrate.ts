import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { AppError } from '@/domain/errors';
import { appliedMigrations } from './appliedMigrations';
import { type MigrationFile, migrationFiles } from './migrationFiles';

const FOLDER = fileURLToPath(new URL('./migrations', import.meta.url));

/** The lock that Prisma's own tools take, so that either kind of runner waits for the other. */
const ADVISORY_LOCK = 72707369;

async function apply(client: pg.Client, { name, sql, checksum }: MigrationFile): Promise<void> {
  try {
    await client.query('begin');
    const { rows } = await client.query<{ now: Date }>('select clock_timestamp() as now');
    await client.query(sql);
    await client.query(
      `insert into _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       values ($1, $2, $3, $4, clock_timestamp(), 1)`,
      [randomUUID(), checksum, name, rows[0]?.now],
    );
    await client.query('commit');
  } catch (cause) {
    await client.query('rollback');
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AppError('internal', `Migration ${name} failed and was rolled back: ${reason}`, { cause });
  }
}

/**
 * What has to be done before a migration that SQL cannot do, by its name. It may be cut off and done again at the next start, so each
 * step of it is complete in itself.
 */
export type BeforeMigration = Record<string, (client: pg.Client) => Promise<void>>;

/**
 * Brings a database to the newest schema with nothing but `pg`: every `migration.sql` that is not recorded in
 * `_prisma_migrations`, in order, each in a transaction, all under one advisory lock. Leaves the table as
 * `prisma migrate deploy` would; unlike that, a failed migration leaves no trace and can be tried again.
 * @returns names of the migrations applied now
 * @throws AppError database_unreachable, conflict (edited, unknown or unfinished migration, foreign tables), internal (SQL)
 */
export async function migrate(
  databaseUrl: string,
  folder: string = FOLDER,
  before: BeforeMigration = {},
): Promise<string[]> {
  const files = migrationFiles(folder);
  // A host that swallows packets would never answer.
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 20_000 });
  client.on('error', () => {}); // what is asked next reports it
  try {
    await client.connect();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AppError('database_unreachable', `The database does not answer (${reason}). Check DATABASE_URL.`, {
      cause,
    });
  }
  try {
    await client.query('select pg_advisory_lock($1)', [ADVISORY_LOCK]);
    const applied = await appliedMigrations(client, files);
    const missing = files.filter((file) => !applied.has(file.name));
    for (const file of missing) {
      await before[file.name]?.(client);
      await apply(client, file);
    }
    return missing.map((file) => file.name);
  } finally {
    await client.end(); // ends the session and with it the lock
  }
}
