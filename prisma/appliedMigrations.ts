import type { Client } from 'pg';
import { AppError } from '@/domain/errors';
import type { MigrationFile } from './migrationFiles';

const CREATE_TABLE = `
  create table if not exists _prisma_migrations (
    id                  varchar(36)  primary key not null,
    checksum            varchar(64)  not null,
    finished_at         timestamptz,
    migration_name      varchar(255) not null,
    logs                text,
    rolled_back_at      timestamptz,
    started_at          timestamptz  not null default now(),
    applied_steps_count integer      not null default 0
  )`;

type Row = { migration_name: string; checksum: string; finished_at: Date | null };

async function rows(client: Client): Promise<Row[]> {
  const { rows: tables } = await client.query<{ tablename: string }>(
    'select tablename from pg_tables where schemaname = current_schema()',
  );
  const names = tables.map((table) => table.tablename);
  if (names.length > 0 && !names.includes('_prisma_migrations')) {
    throw new AppError(
      'conflict',
      `The database holds ${names.length} tables (${names.slice(0, 3).join(', ')}...) that Fovea did not make. ` +
        'Name an empty database in DATABASE_URL.',
    );
  }
  await client.query(CREATE_TABLE);
  const { rows: applied } = await client.query<Row>(
    'select migration_name, checksum, finished_at from _prisma_migrations where rolled_back_at is null',
  );
  return applied;
}

/**
 * Names of the migrations this database has. Creates Prisma's table on an empty database.
 * @throws AppError conflict when the history and the files do not fit together; the message says what to do
 */
export async function appliedMigrations(client: Client, files: MigrationFile[]): Promise<Set<string>> {
  const applied = await rows(client);
  for (const row of applied) {
    const file = files.find((candidate) => candidate.name === row.migration_name);
    if (!row.finished_at) {
      throw new AppError(
        'conflict',
        `Migration ${row.migration_name} was begun by another tool and did not finish. ` +
          'Settle it with `npx prisma migrate resolve`, or start on a fresh database.',
      );
    }
    if (!file) {
      throw new AppError(
        'conflict',
        `The database has migration ${row.migration_name}, which this checkout does not know: it was used by a newer ` +
          'version. Update the checkout, or use another FOVEA_HOME or DATABASE_URL.',
      );
    }
    if (file.checksum !== row.checksum) {
      throw new AppError(
        'conflict',
        `Migration ${row.migration_name} was edited after it had been applied. Restore the file (git checkout) and put the ` +
          'change into a new migration (npm run migration <name>), or start on a fresh database.',
      );
    }
  }
  return new Set(applied.map((row) => row.migration_name));
}
