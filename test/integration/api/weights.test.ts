import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { decodeSafetensors } from '@/domain/formats/safetensors';
import { runConfigSchema } from '@/domain/runConfig';
import { saveCheckpoint } from '@/server/runs/saveCheckpoint';
import { createWorld } from '@/test/support/createWorld';
import { microState } from '@/test/support/microState';
import { stageRuns } from '@/test/support/stageRuns';
import { temporaryFolder } from '@/test/support/temporaryFolder';
import { encodeRunCheckpoint } from '@/workers/ml/checkpoint/runCheckpoint';
import { decodeWeightsFile } from '@/workers/ml/checkpoint/weightsFile';
import { importWeights } from '@/workers/ml/weights/importWeights';

let world: Awaited<ReturnType<typeof createWorld>>;
let route: typeof import('@/app/api/runs/[id]/weights/route');
let runId: string;
const unknown = '00000000-0000-7000-8000-000000000000';
const classes = ['open', 'close', 'drink'];
const state = microState(classes.length);

const download = (id: string, query = '', { method = 'GET' } = {}) =>
  route.GET(new Request(`http://localhost/api/runs/x/weights${query}`, { method }), {
    params: Promise.resolve({ id }),
  });
const body = async (response: Response) => new Uint8Array(await response.arrayBuffer());

beforeAll(async () => {
  world = await createWorld();
  process.env.DATABASE_URL = world.url;
  process.env.FOVEA_HOME = world.home;
  route = await import('@/app/api/runs/[id]/weights/route');
  const stage = await stageRuns(world.db);
  runId = (await stage.experiment([{ variant: 'base', fusion: 'late_fusion' }])).runIds[0]!;
  const lease = await stage.begin(await stage.worker());
  const run = await world.db.run.findUniqueOrThrow({ where: { id: runId }, select: { config: true } });
  const momentum = new Map([...state].filter(([name]) => !name.includes('running')));
  const bytes = encodeRunCheckpoint({
    step: 40,
    epoch: 2,
    config: runConfigSchema.parse(run.config),
    model: state,
    momentum,
    classes,
    provenance: { commit: 'abc', engine: 'none', threads: '1' },
  });
  await saveCheckpoint(world.db, lease, path.join(world.home, 'artifacts'), { step: 40, epoch: 2, final: true, bytes });
});
afterAll(async () => {
  const { db } = await import('@/server/db');
  await db().$disconnect();
  await world.close();
});

it('sends the network as safetensors in its own names, without the momentum', async () => {
  const response = await download(runId);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-disposition')).toBe('attachment; filename="base-seed0-step40.safetensors"');
  const bytes = await body(response);
  expect(response.headers.get('content-length')).toBe(String(bytes.length));
  const { tensors, metadata } = decodeSafetensors(bytes);
  expect([...tensors]).toEqual([...state]);
  expect(JSON.parse(metadata.classes!)).toEqual(classes);
});

it('sends the network as a file of PyTorch that the importer reads back bit for bit', async () => {
  const response = await download(runId, '?format=torch&step=40');
  expect(response.headers.get('content-disposition')).toBe('attachment; filename="base-seed0-step40.pth"');
  const bytes = await body(response);
  expect(response.headers.get('content-length')).toBe(String(bytes.length));
  const file = path.join(temporaryFolder(), 'base.pth');
  writeFileSync(file, bytes);
  const imported = await importWeights({ path: file, backbone: 'micro_i3d', classes: classes.length });
  expect([...decodeWeightsFile(imported.bytes).model]).toEqual([...state]);
});

it('answers HEAD with the size alone, and survives a reader that leaves', async () => {
  const head = await download(runId, '?format=torch', { method: 'HEAD' });
  expect(Number(head.headers.get('content-length'))).toBeGreaterThan(200_000);
  expect(await body(head)).toHaveLength(0);
  const left = (await download(runId, '?format=torch')).body!.getReader();
  expect((await left.read()).done).toBe(false);
  await left.cancel();
  expect((await body(await download(runId))).length).toBeGreaterThan(200_000);
});

it('refuses other formats and ids, steps without a checkpoint, unknown runs', async () => {
  expect((await download(runId, '?format=onnx')).status).toBe(400);
  expect((await download(runId, '?step=-1')).status).toBe(400);
  expect((await download('..')).status).toBe(400);
  expect((await download(runId, '?step=41')).status).toBe(404);
  expect((await download(unknown)).status).toBe(404);
});
