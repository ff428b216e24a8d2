import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databaseError } from '@/server/databaseError';
import { createDb, type Db } from '@/server/db';
import { isTransientDatabaseError } from '@/server/isTransientDatabaseError';
import { plainFailure } from '@/server/plainFailure';
import { retryTransient } from '@/server/retryTransient';
import { appRouter } from '@/server/routers/appRouter';
import { createCallerFactory } from '@/server/trpc';
import { createTestDatabase, databaseUrl, type TestDatabase } from '@/test/support/postgres';

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

const errorOf = (work: Promise<unknown>) =>
  work.then(
    () => {
      throw new Error('nothing was thrown');
    },
    (error: unknown) => error,
  );
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('errors that pass by themselves', () => {
  it('are connections that were ended by the server, within a transaction or without', async () => {
    const own = () => db.$queryRaw`select pg_terminate_backend(pg_backend_pid())`;
    expect(isTransientDatabaseError(await errorOf(own()))).toBe(true);
    const ended = db.$transaction(async (tx) => {
      const [row] = await tx.$queryRaw<{ pid: number }[]>`select pg_backend_pid() as pid`;
      await db.$queryRaw`select pg_terminate_backend(${row!.pid}::int)`;
      await wait(50);
      await tx.$queryRaw`select 1`;
    });
    expect(isTransientDatabaseError(await errorOf(ended))).toBe(true);
  });

  it('are servers that do not answer, in every kind of call', async () => {
    const away = createDb('postgresql://nobody@127.0.0.1:1/nothing');
    const calls = [
      () => away.$queryRaw`select 1`,
      () => away.run.findMany(),
      () => away.$transaction((tx) => tx.run.findMany()),
    ];
    for (const call of calls) expect(isTransientDatabaseError(await errorOf(call()))).toBe(true);
    await away.$disconnect();
  });

  it('are two transactions that block each other', async () => {
    const a = await db.dataset.create({
      data: { slug: 'a', name: 'a', root: '', classes: [], trainVideos: 0, testVideos: 0 },
    });
    const b = await db.dataset.create({
      data: { slug: 'b', name: 'b', root: '', classes: [], trainVideos: 0, testVideos: 0 },
    });
    const inOrder = (first: string, second: string) =>
      db.$transaction(async (tx) => {
        await tx.dataset.update({ where: { id: first }, data: { name: 'x' } });
        await wait(300);
        await tx.dataset.update({ where: { id: second }, data: { name: 'x' } });
      });
    const results = await Promise.allSettled([inOrder(a.id, b.id), inOrder(b.id, a.id)]);
    const failures = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    expect(failures).toHaveLength(1);
    expect(failures.every(isTransientDatabaseError)).toBe(true);
  });
});

describe('faults of the database', () => {
  it.each([
    ['53100', 'disk_full', /^The disk of the database is full\. Make room/],
    ['53200', 'database_unreachable', /out of memory/],
    ['53300', 'database_unreachable', /no connection left/],
    ['57P01', 'database_unreachable', /does not answer/],
    ['57P02', 'database_unreachable', /does not answer/],
    ['57P03', 'database_unreachable', /does not answer/],
    ['08006', 'database_unreachable', /does not answer/],
    ['40P01', 'database_unreachable', /busy/],
    ['28P01', 'database_unreachable', /DATABASE_URL/],
    ['3D000', 'database_unreachable', /DATABASE_URL/],
    ['25006', 'database_unreachable', /read-only/],
    ['58030', 'disk_fault', /check the disk/],
  ])('are told in our own words, from Prisma and from pg alike: %s', async (state, code, message) => {
    const sql = `do $$ begin raise exception 'the words of the database' using errcode = '${state}'; end $$`;
    const client = new pg.Client({ connectionString: database.url });
    client.on('error', () => {});
    await client.connect();
    const thrown = [await errorOf(db.$executeRawUnsafe(sql)), await errorOf(client.query(sql))];
    await client.end();
    for (const error of thrown) {
      expect(databaseError(error)).toMatchObject({ code, message: expect.stringMatching(message) });
      expect(databaseError(error)?.message).not.toContain('the words of the database');
    }
  });

  it('reach the API as one sentence, never as an internal error', async () => {
    const away = createDb('postgresql://nobody@127.0.0.1:1/nothing');
    const answer = await errorOf(createCallerFactory(appRouter)({ db: away }).experiment.list());
    expect(answer).toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
      message: expect.stringMatching(/^The database does not answer/),
    });
    await away.$disconnect();
  });
});

describe('errors that would come back', () => {
  it('are mistakes in the question', async () => {
    const nobody = '00000000-0000-4000-8000-000000000000';
    const run = { id: nobody, experimentId: nobody, key: 'k', name: 'n', config: {}, seed: 0 };
    const elsewhere = createDb(databaseUrl(database.url, 'no_such_database'));
    const calls = [
      () => db.$queryRaw`select nonsense`,
      () => db.run.create({ data: run }),
      () => db.task.findUniqueOrThrow({ where: { id: run.experimentId } }),
      () => elsewhere.$queryRaw`select 1`,
    ];
    for (const call of calls) expect(isTransientDatabaseError(await errorOf(call()))).toBe(false);
    await elsewhere.$disconnect();
  });

  it('are numbers that do not fit, which are said so in queries written by hand, too', async () => {
    const error = await errorOf(db.$queryRaw`select 2147483647::int + 1`);
    expect(databaseError(error)).toBeNull();
    expect(plainFailure(error)).toMatchObject({
      code: 'bad_request',
      message: 'A number is larger than what can be stored. Give a smaller one.',
    });
  });

  it('are errors that have nothing to do with a database', async () => {
    expect(isTransientDatabaseError(await errorOf(readFile('/no/such/file')))).toBe(false);
    for (const error of [new Error('x'), 'x', null, undefined, new TypeError('y')]) {
      expect(isTransientDatabaseError(error)).toBe(false);
    }
  });
});

describe('retrying', () => {
  it('goes on until the work succeeds, and says once that it waits', async () => {
    let calls = 0;
    let waits = 0;
    const work = async () => {
      calls += 1;
      if (calls < 3) await db.$queryRaw`select pg_terminate_backend(pg_backend_pid())`;
      return 'done';
    };
    expect(await retryTransient(work, { onWait: () => (waits += 1) })).toBe('done');
    expect({ calls, waits }).toEqual({ calls: 3, waits: 1 });
  });

  it('does not repeat what would fail again', async () => {
    let calls = 0;
    const work = async () => {
      calls += 1;
      await db.$queryRaw`select nonsense`;
    };
    await expect(retryTransient(work)).rejects.toThrow('nonsense');
    expect(calls).toBe(1);
  });
});
