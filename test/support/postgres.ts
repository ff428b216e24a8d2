import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';

export type PostgresContext = {
  /** a role that may create databases */
  adminUrl: string;
  /** name of a database with every migration and no rows */
  template: string;
};

declare module 'vitest' {
  interface ProvidedContext {
    postgres: PostgresContext;
  }
}

export type TestDatabase = { url: string; drop: () => Promise<void> };

/** The URL of another database on the same server. */
export function databaseUrl(adminUrl: string, name: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return url.href;
}

export async function asAdmin(adminUrl: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/**
 * A database of its own for a test file, in about 0.2 s: a copy of the migrated template, or an empty one.
 * `drop` closes whatever connections are left.
 */
export async function createTestDatabase({ empty = false } = {}): Promise<TestDatabase> {
  const { adminUrl, template } = inject('postgres');
  const name = `fovea_test_${randomBytes(6).toString('hex')}`;
  await asAdmin(adminUrl, `create database ${name} template ${empty ? 'template0' : template}`);
  return {
    url: databaseUrl(adminUrl, name),
    drop: () => asAdmin(adminUrl, `drop database if exists ${name} with (force)`),
  };
}
