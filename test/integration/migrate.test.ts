import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrate } from '@/prisma/migrate';
import { createTestDatabase, type TestDatabase } from '@/test/support/postgres';

const FIRST = 'create table animals (name text primary key);';
const SECOND = "insert into animals values ('cat'); alter table animals add column legs int;";

describe('migrate', () => {
  let database: TestDatabase;
  let folder: string;

  const write = (name: string, sql: string) => {
    mkdirSync(path.join(folder, name), { recursive: true });
    writeFileSync(path.join(folder, name, 'migration.sql'), sql);
  };
  const query = async <Row extends pg.QueryResultRow>(sql: string) => {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    try {
      return (await client.query<Row>(sql)).rows;
    } finally {
      await client.end();
    }
  };

  beforeEach(async () => {
    database = await createTestDatabase({ empty: true });
    folder = mkdtempSync(path.join(tmpdir(), 'fovea-migrations-'));
    write('20260101000000_first', FIRST);
    write('20260102000000_second', SECOND);
  });
  afterEach(async () => {
    rmSync(folder, { recursive: true });
    await database.drop();
  });

  it('applies the migrations in order and records them as `prisma migrate deploy` does', async () => {
    const applied = await migrate(database.url, folder);
    expect(applied).toEqual(['20260101000000_first', '20260102000000_second']);
    expect(await query('select name, legs from animals')).toEqual([{ name: 'cat', legs: null }]);
    const rows = await query<Record<string, unknown>>('select * from _prisma_migrations order by migration_name');
    expect(rows.map((row) => row.checksum)).toEqual(
      [FIRST, SECOND].map((sql) => createHash('sha256').update(sql).digest('hex')),
    );
    for (const row of rows) {
      expect(row).toMatchObject({ logs: null, rolled_back_at: null, applied_steps_count: 1 });
      expect(row.id).toMatch(/^[0-9a-f-]{36}$/);
      expect(Number(row.finished_at)).toBeGreaterThanOrEqual(Number(row.started_at));
    }
  });

  it('applies nothing the second time, and later only what is new', async () => {
    await migrate(database.url, folder);
    expect(await migrate(database.url, folder)).toEqual([]);
    write('20260103000000_third', "insert into animals values ('ant', 6);");
    expect(await migrate(database.url, folder)).toEqual(['20260103000000_third']);
  });

  it('refuses a migration that was edited after it had been applied, and says which', async () => {
    await migrate(database.url, folder);
    write('20260101000000_first', `${FIRST} -- edited`);
    await expect(migrate(database.url, folder)).rejects.toThrow(/20260101000000_first was edited/);
  });

  it('refuses a database that a newer checkout has migrated', async () => {
    await migrate(database.url, folder);
    rmSync(path.join(folder, '20260102000000_second'), { recursive: true });
    await expect(migrate(database.url, folder)).rejects.toThrow(
      /20260102000000_second, which this checkout does not know/,
    );
  });

  it('refuses a database that belongs to another program', async () => {
    await query('create table invoices (id int)');
    await expect(migrate(database.url, folder)).rejects.toThrow(/1 tables \(invoices/);
  });

  it('rolls a failing migration back whole and can go on once it is mended', async () => {
    write('20260103000000_third', "insert into animals values ('dog'); select 1/0;");
    await expect(migrate(database.url, folder)).rejects.toThrow(/20260103000000_third failed.*division by zero/);
    expect(await query('select name from animals')).toEqual([{ name: 'cat' }]);
    write('20260103000000_third', "insert into animals values ('dog');");
    expect(await migrate(database.url, folder)).toEqual(['20260103000000_third']);
  });

  it('lets concurrent runners wait for one another, so that each migration is applied once', async () => {
    const results = await Promise.all(Array.from({ length: 5 }, () => migrate(database.url, folder)));
    expect(results.flat().sort()).toEqual(['20260101000000_first', '20260102000000_second']);
    expect(await query('select count(*)::int as n from _prisma_migrations')).toEqual([{ n: 2 }]);
  });

  it('says that the database does not answer when it does not', async () => {
    const url = new URL(database.url);
    url.port = '1';
    await expect(migrate(url.href, folder)).rejects.toMatchObject({ code: 'database_unreachable' });
  });
});
