import { TRPCError } from '@trpc/server';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { z } from 'zod';
import { AppError } from '@/domain/errors';
import { appRouter } from '@/server/routers/appRouter';
import { createWorld } from '@/test/support/createWorld';
import { sampleOf } from '@/test/support/sampleOf';
import { seedEverything } from '@/test/support/seedEverything';

let world: Awaited<ReturnType<typeof createWorld>>;
/** Values for the fields of an input by their names, for each of the rows that are there. */
let known: Record<string, unknown>[];

beforeAll(async () => {
  world = await createWorld();
  const { gallery, seeded, importId, weightsId, runId } = await seedEverything(world.db, world.home);
  const evaluation = await world.db.evaluation.findFirstOrThrow({ where: { runId } });
  const shared = {
    ...{ runId, runIds: [runId], evaluationId: evaluation.id, baseline: evaluation.id, other: evaluation.id },
    ...{ experimentId: gallery.experimentId, datasetId: seeded.datasetId, videoId: gallery.videoIds[0] },
    ...{ cursor: null, weightsId: null, finding: null, class: null, state: null, status: [], search: '', text: '' },
  };
  const ids = [seeded.experimentId, gallery.experimentId, runId, seeded.datasetId, importId, weightsId];
  known = ids.map((id) => ({ ...shared, id }));
});
afterAll(() => world.close());

type Procedure = { _def: { type: string; inputs: z.ZodType[] } };
const queries = Object.entries(appRouter._def.procedures as unknown as Record<string, Procedure>).filter(
  ([, { _def }]) => _def.type === 'query',
);

/** Lists never fail; what is about one damaged row says so by its name. */
async function faults(): Promise<string[]> {
  const found: string[] = [];
  for (const [path, { _def }] of queries) {
    const [router, name] = path.split('.') as [string, string];
    const call = (world.caller as unknown as Record<string, Record<string, (input: unknown) => Promise<unknown>>>)[
      router
    ]![name]!;
    const schema = _def.inputs[0];
    const inputs = schema ? known.map((rows) => sampleOf(schema, rows)) : [undefined];
    for (const input of new Map(inputs.map((sample) => [JSON.stringify(sample), sample])).values()) {
      const failure: unknown = await call(input).catch((error) => error);
      if (!(failure instanceof Error)) continue;
      const code = failure instanceof TRPCError && failure.cause instanceof AppError ? failure.cause.code : 'internal';
      const expected =
        code === 'not_found' ||
        code === 'bad_request' ||
        (code === 'damaged' && (name !== 'list' || router === 'gallery'));
      if (!expected && !(failure instanceof TRPCError && failure.code === 'BAD_REQUEST'))
        found.push(`${path}: ${code} ${failure.message}`);
    }
  }
  return found;
}

const values = ['{}', '[null]', '{"cells": "x", "training": 5, "state": "ok"}'];

it('no query breaks over a damaged column of JSON', async () => {
  expect(await faults()).toEqual([]);
  const columns = await world.db.$queryRaw<{ table: string; column: string }[]>`
    select table_name as table, column_name as column from information_schema.columns
    where table_schema = 'public' and data_type = 'jsonb' order by 1, 2`;
  expect(columns.length).toBeGreaterThan(10);
  const found: string[] = [];
  for (const { table, column } of columns) {
    await world.db.$executeRawUnsafe(`create table kept as select * from ${table}`);
    for (const value of values) {
      await world.db.$executeRawUnsafe(`update ${table} set ${column} = '${value}'::jsonb`);
      found.push(...(await faults()).map((fault) => `${table}.${column} = ${value}: ${fault}`));
    }
    const key = { dataset_videos: 'dataset_id, video_id', scanned_videos: 'task_id, video_id' }[table] ?? 'id';
    await world.db.$executeRawUnsafe(
      `update ${table} t set ${column} = kept.${column} from kept where (${key
        .split(', ')
        .map((k) => `t.${k}`)
        .join(', ')}) = (${key
        .split(', ')
        .map((k) => `kept.${k}`)
        .join(', ')})`,
    );
    await world.db.$executeRawUnsafe('drop table kept');
  }
  expect(found).toEqual([]);
}, 900_000);
