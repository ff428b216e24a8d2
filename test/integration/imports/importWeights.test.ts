import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { encodeSafetensors } from '@/domain/formats/safetensors';
import { createExperiment } from '@/server/experiments/createExperiment';
import { appRouter } from '@/server/routers/appRouter';
import { createCallerFactory } from '@/server/trpc';
import { loadInitialWeights } from '@/server/weights/loadInitialWeights';
import { createLab, type Lab } from '@/test/support/createLab';
import { smallSpec } from '@/test/support/smallSpec';
import { waitUntil } from '@/test/support/waitUntil';
import { decodeWeightsFile, encodeWeightsFile } from '@/workers/ml/checkpoint/weightsFile';
import { backboneSpecs } from '@/workers/ml/models/backboneSpecs';
import { stateShapes } from '@/workers/ml/models/stateShapes';

let lab: Lab;
const createCaller = createCallerFactory(appRouter);
let caller: ReturnType<typeof createCaller>;

beforeAll(async () => {
  lab = await createLab();
  caller = createCaller({ db: lab.db });
  lab.startSupervisor();
});
afterAll(() => lab.close());

/** Every array of Micro-I3D with a head of 5 classes, all values 0.5; without the arrays that are left out, with others besides. */
function weightsFile(name: string, { without = [] as string[], besides = [] as string[] } = {}): string {
  const shapes = stateShapes(backboneSpecs.micro_i3d, 5);
  const model = new Map(
    [...shapes]
      .filter(([array]) => !without.includes(array))
      .map(([array, shape]) => [
        array,
        { shape: [...shape], data: new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(0.5) },
      ]),
  );
  for (const array of besides) model.set(array, { shape: [1], data: new Float32Array(1) });
  const path = join(lab.home, name);
  writeFileSync(path, encodeWeightsFile({ backbone: 'micro_i3d', classes: 5, source: 'test', model }));
  return path;
}
async function imported(path: string, classes: number | null, network: string | null = null) {
  const { id } = await caller.weights.import({ path, name: 'From elsewhere', backbone: 'micro_i3d', classes, network });
  await waitUntil('the import to end', async () => (await caller.weights.byId({ id })).task?.finishedAt);
  return caller.weights.byId({ id });
}

it('stores weights that fit, with the report, and a run starts from them', async () => {
  const { id, task, weights, report } = await imported(weightsFile('fits.safetensors'), 5);
  expect(task).toMatchObject({ status: 'SUCCEEDED', attemptNumber: 1 });
  expect(weights).toMatchObject({
    name: 'From elsewhere',
    classes: 5,
    format: 'safetensors',
    backbone: 'micro_i3d',
    runs: [],
  });
  expect(report).toMatchObject({ missing: [], wrongShape: [], headReplaced: null });
  expect(report?.used.length).toBe(stateShapes(backboneSpecs.micro_i3d, 5).size);
  expect(await caller.weights.list({ backbone: 'micro_i3d' })).toMatchObject([{ id, classes: 5, runs: 0 }]);
  expect(await caller.weights.list({ backbone: 'resnet50_i3d' })).toEqual([]);

  const cells = [{ variant: 'base' as const, fusion: 'temporal_concat' as const }];
  const { experimentId, runIds } = await createExperiment(lab.db, smallSpec({ cells }));
  const runId = runIds[0]!;
  const root = join(lab.home, 'artifacts');
  expect(await loadInitialWeights(lab.db, { runId, root })).toBeNull();
  await lab.db.run.update({ where: { id: runId }, data: { weightsId: id } });
  await lab.db.task.update({ where: { id: runId }, data: { status: 'QUEUED' } });
  const bytes = await loadInitialWeights(lab.db, { runId, root });
  const file = decodeWeightsFile(bytes!);
  expect(file.model.get('fc.weight')?.data[0]).toBe(0.5);
  expect((await caller.weights.byId({ id })).weights?.runs).toMatchObject([
    { id: runId, experiment: { id: experimentId } },
  ]);
});

it('leaves out a head of another number of classes, and says so', async () => {
  const { weights, report } = await imported(weightsFile('head.safetensors'), 157);
  expect(weights?.classes).toBeNull();
  expect(report?.headReplaced).toEqual({ from: 5, to: 157 });
});

it('keeps the report of weights that do not fit, and stores nothing', async () => {
  const { id, task, weights, report } = await imported(
    weightsFile('gap.safetensors', { without: ['conv1.weight'] }),
    5,
  );
  expect(task).toMatchObject({
    status: 'FAILED',
    code: 'checkpoint_invalid',
    message: expect.stringContaining('do not fit'),
  });
  expect(weights).toBeNull();
  expect(report?.missing).toEqual(['conv1.weight']);
  await caller.weights.discard({ id });
  await expect(caller.weights.byId({ id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

it('writes out what cannot be stored in the names of arrays', async () => {
  const besides = ['nul\0name', 'half\ud800name', 'bell\u0007', 'turned\u202Eeman'];
  const { task, report } = await imported(weightsFile('names.safetensors', { besides }), 5);
  expect(task).toMatchObject({ status: 'SUCCEEDED', message: null });
  const shown = ['nul\\u0000name', 'half\\uD800name', 'bell\\u0007', 'turned\\u202Eeman'];
  expect(report?.ignored.map(({ name }) => name).sort()).toEqual(shown.sort());
});

it('asks which of two networks is meant, and takes the one that was chosen', async () => {
  const shapes = stateShapes(backboneSpecs.micro_i3d, 5);
  const tensors = new Map(
    ['model.', 'ema.'].flatMap((prefix, which) =>
      [...shapes].map(([array, shape]) => {
        const data = new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(which + 1);
        return [prefix + array, { shape: [...shape], data }] as const;
      }),
    ),
  );
  const path = join(lab.home, 'both.safetensors');
  writeFileSync(path, encodeSafetensors({ tensors, metadata: {} }));
  const asked = await imported(path, 5);
  expect(asked).toMatchObject({ weights: null, report: { networks: ['model.', 'ema.'] } });
  expect(asked.task).toMatchObject({ status: 'FAILED', code: 'checkpoint_invalid' });
  expect(asked.task?.message).toMatch(/2 complete networks: .*"model\." or "ema\."/);
  const { weights, report } = await imported(path, 5, 'ema.');
  expect(weights).toMatchObject({ classes: 5 });
  expect(report).toMatchObject({ prefix: 'ema.', networks: [] });
});

it('says what is wrong with a path', async () => {
  const { task } = await imported('/nowhere/weights.pth', null);
  expect(task).toMatchObject({ status: 'FAILED', message: expect.stringContaining('/nowhere/weights.pth') });
  const relative = { path: 'weights.pth', name: 'x', backbone: 'micro_i3d' as const, classes: null };
  await expect(caller.weights.import(relative)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
});

it('deletes weights with a way back, but not while a run still has to read them', async () => {
  const { id } = await imported(weightsFile('delete.safetensors'), 5);
  const run = await lab.db.run.findFirstOrThrow({ select: { id: true } });
  await lab.db.run.update({ where: { id: run.id }, data: { weightsId: id } });
  await lab.db.task.update({ where: { id: run.id }, data: { status: 'BLOCKED' } });
  await expect(caller.weights.delete({ id })).rejects.toMatchObject({ code: 'CONFLICT' });
  await lab.db.task.update({ where: { id: run.id }, data: { status: 'FAILED' } });
  await caller.weights.delete({ id });
  await expect(caller.weights.byId({ id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await caller.weights.restore({ id });
  expect((await caller.weights.byId({ id })).weights?.name).toBe('From elsewhere');
});
