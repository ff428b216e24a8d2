import { cpSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, expect, it } from 'vitest';
import { migrate } from '@/prisma/migrate';
import { createDb, type Db } from '@/server/db';
import { loadPartialScores } from '@/server/evaluations/loadPartialScores';
import { mapsFile } from '@/server/evaluations/mapsFile';
import { beforeMigration, moveStoredMaps } from '@/server/evaluations/moveStoredMaps';
import { openMaps } from '@/server/gallery/openMaps';
import { createTestDatabase, type TestDatabase } from '@/test/support/postgres';
import { temporaryFolder } from '@/test/support/temporaryFolder';

const experimentId = '00000000-0000-7000-8000-000000000001';
const runId = '00000000-0000-7000-8000-000000000002';
const evaluationId = '00000000-0000-7000-8000-000000000003';
const hex = (maps: Uint8Array) => Buffer.from(maps).toString('hex');
/** uint8 (3 clips x 2 x 2) */
const mapsOf = (video: number) => Uint8Array.from({ length: 12 }, (_, index) => 12 * video + index);
const protocol = JSON.stringify({ split: 'test', clips: 3, spatialCrop: 'center', pooling: 'max' });

let database: TestDatabase;
let root: string;
let db: Db;

/** A database as the version before left it: maps made on demand of two videos, and an evaluation that was interrupted after three. */
async function fillOldDatabase(): Promise<void> {
  database = await createTestDatabase({ empty: true });
  root = temporaryFolder();
  const old = join(temporaryFolder(), 'migrations');
  mkdirSync(old);
  for (const name of readdirSync('prisma/migrations').filter((name) => name < '20261129181340')) {
    cpSync(join('prisma/migrations', name), join(old, name), { recursive: true });
  }
  await migrate(database.url, old);
  await query(`
    insert into experiments (id, name, spec) values ('${experimentId}', 'Old', '{}');
    insert into runs (id, experiment_id, key, name, config, seed) values ('${runId}', '${experimentId}', 'k', 'n', '{}', 0);
    insert into evaluations (id, run_id, variant, fusion, protocol, protocol_key, oracle, checkpoint_step, map, wap, hash, map_side)
    values ('${evaluationId}', '${runId}', 'attention_e_e', 'late_fusion', '${protocol}', 'p', false, 200, 0.5, 0.5, 'h', 2);
    insert into evaluation_videos (evaluation_id, video_id, position)
    values ('${evaluationId}', 'A', 0), ('${evaluationId}', 'B', 1), ('${evaluationId}', 'C', 2);
    insert into demanded_maps (evaluation_id, video_id, maps)
    values ('${evaluationId}', 'A', '\\x${hex(mapsOf(0))}'), ('${evaluationId}', 'B', '\\x${hex(mapsOf(1))}');
    insert into partial_scores (run_id, variant, checkpoint_step, position, video_id, scores, clip_scores, maps)
    values ('${runId}', 'attention_ce_e', 200, 0, 'A', '{0.5}', '{0.5}', '\\x${hex(mapsOf(2))}'),
           ('${runId}', 'attention_ce_e', 200, 1, 'B', '{0.5}', '{0.5}', null),
           ('${runId}', 'attention_ce_e', 200, 2, 'C', '{0.5}', '{0.5}', '\\x${hex(mapsOf(3))}')`);
  db = createDb(database.url, { connections: 2 });
}
afterAll(async () => {
  await db?.$disconnect();
  await database?.drop();
});

async function query(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

/** The connection breaks at the n-th question. */
function breaking(client: pg.Client, questions: number): pg.Client {
  let asked = 0;
  const ask = (...args: Parameters<pg.Client['query']>) => {
    if (++asked > questions) throw new Error('the power is off');
    return client.query(...args);
  };
  return { query: ask } as unknown as pg.Client;
}

it('maps that the version before stored in rows are moved into files, however often that is cut off, and are served from there', async () => {
  await fillOldDatabase();
  await expect(migrate(database.url)).rejects.toThrow('start the workbench once with npm start');
  for (const questions of [1, 3, 2, 3]) {
    const cutOff = { [beforeMigration]: (client: pg.Client) => moveStoredMaps(breaking(client, questions), root) };
    await expect(migrate(database.url, undefined, cutOff)).rejects.toThrow('the power is off');
  }
  await migrate(database.url, undefined, { [beforeMigration]: (client) => moveStoredMaps(client, root) });

  for (const position of [0, 1]) {
    const { artifact } = await openMaps(db, { evaluationId, position, root });
    expect(await artifact.file.readFile()).toEqual(Buffer.from(mapsOf(position)));
    await artifact.file.close();
  }
  await expect(openMaps(db, { evaluationId, position: 2, root })).rejects.toMatchObject({ code: 'not_found' });

  const of = { variant: 'attention_ce_e', checkpointStep: 200 };
  const kept = await loadPartialScores(db, runId, of, { root, mapBytes: 12 });
  expect(kept.map(({ id }) => id)).toEqual(['A', 'B', 'C']);
  const places = await db.partialScores.findMany({ orderBy: { position: 'asc' }, select: { mapPosition: true } });
  expect(places.map(({ mapPosition }) => mapPosition)).toEqual([0, null, 1]);
  expect(mapsFile(root, { runId, ...of })).toMatch(/attention_ce_e-200$/);
});
