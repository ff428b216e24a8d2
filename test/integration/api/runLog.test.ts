import { afterAll, beforeAll, expect, it } from 'vitest';
import { createWorld } from '@/test/support/createWorld';
import { stageRuns } from '@/test/support/stageRuns';

let world: Awaited<ReturnType<typeof createWorld>>;
let route: typeof import('@/app/api/runs/[id]/log/route');
let runId: string;
const unknown = '00000000-0000-7000-8000-000000000000';
const lines = 4321;

const download = (id: string) =>
  route.GET(new Request('http://localhost/api/runs/x/log'), { params: Promise.resolve({ id }) });

beforeAll(async () => {
  world = await createWorld();
  process.env.DATABASE_URL = world.url;
  route = await import('@/app/api/runs/[id]/log/route');
  const stage = await stageRuns(world.db);
  runId = (await stage.experiment([{ variant: 'base', fusion: 'late_fusion' }])).runIds[0]!;
  await world.db.logLine.createMany({
    data: Array.from({ length: lines }, (_, index) => ({
      taskId: runId,
      runId,
      attempt: 1,
      at: new Date('2026-02-03T04:05:06.789Z'),
      level: index === 7 ? 'warn' : 'info',
      text: `line ${index}`,
      source: 'run',
      seq: index,
    })),
  });
});
afterAll(async () => {
  const { db } = await import('@/server/db');
  await db().$disconnect();
  await world.close();
});

it('sends every line in order, as a file named after the run', async () => {
  const response = await download(runId);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-disposition')).toBe('attachment; filename="base-seed0.log"');
  const text = (await response.text()).split('\n');
  expect(text.pop()).toBe('');
  expect(text).toHaveLength(lines);
  expect(text[7]).toBe('2026-02-03T04:05:06.789Z [1] WARN  line 7');
  expect(text.map((line) => line.replace(/^.*line /, ''))).toEqual(Array.from({ length: lines }, (_, i) => String(i)));
});

it('arrives in pieces, so that others have their turn between them', async () => {
  const sizes: number[] = [];
  for await (const piece of (await download(runId)).body ?? [])
    sizes.push(new TextDecoder().decode(piece).split('\n').length - 1);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(500);
  expect(sizes.reduce((sum, size) => sum + size)).toBe(lines);
});

it('holds nothing that a terminal would obey, and no line that looks like an entry but is none', async () => {
  await world.db.logLine.create({
    data: {
      taskId: runId,
      runId,
      attempt: 1,
      level: 'info',
      text: 'one\n2026-02-03 ERROR two\r\u001B[2Jthree',
      source: 'lifecycle',
    },
  });
  const text = (await (await download(runId)).text()).split('\n').slice(lines);
  expect(text.map((line) => line.replace(/^.*INFO {2}/, ''))).toEqual([
    'one',
    '  2026-02-03 ERROR two',
    '  \\u001B[2Jthree',
    '',
  ]);
});

it('refuses ids that are none, unknown runs', async () => {
  expect((await download('..')).status).toBe(400);
  expect((await download(unknown)).status).toBe(404);
});
