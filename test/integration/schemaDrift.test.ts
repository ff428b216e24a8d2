import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { diffSchema } from '@/scripts/migration/diffSchema';
import { createTestDatabase, type TestDatabase } from '@/test/support/postgres';

const schema = readFileSync('prisma/schema.prisma', 'utf8');

describe('prisma/migrations', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  it('lead to exactly what prisma/schema.prisma describes (else: npm run migration <name>)', async () => {
    expect(await diffSchema({ databaseUrl: database.url, schema })).toBeUndefined();
  });

  it('would be extended by the SQL of a new model', async () => {
    const sql = await diffSchema({
      databaseUrl: database.url,
      schema: `${schema}\nmodel Extra {\n  id String @id\n}\n`,
    });
    expect(sql).toMatch(/^-- CreateTable\nCREATE TABLE "Extra" \(\s+"id" TEXT NOT NULL/);
  });
});
