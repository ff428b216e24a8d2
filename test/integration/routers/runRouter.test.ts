import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reportBatch } from '@/server/tasks/reportBatch';
import { createWorld } from '@/test/support/createWorld';
import { stageClasses, stageRuns } from '@/test/support/stageRuns';

let world: Awaited<ReturnType<typeof createWorld>>;
let stage: Awaited<ReturnType<typeof stageRuns>>;
let experimentId: string;
let base: string;
let attention: string;
let repeat: string;
const unknown = '00000000-0000-7000-8000-000000000000';

beforeAll(async () => {
  world = await createWorld();
  stage = await stageRuns(world.db);
  const created = await stage.experiment([
    { variant: 'base', fusion: 'late_fusion' },
    { variant: 'attention_ce_ce', fusion: 'late_fusion' },
    { variant: 'attention_ce_e', fusion: 'late_fusion' },
    { variant: 'repeat', fusion: 'temporal_concat' },
  ]);
  experimentId = created.experimentId;
  const runs = await world.db.run.findMany({ where: { experimentId }, select: { id: true, key: true } });
  const idOf = (part: string) => runs.find(({ key }) => key.startsWith(part))!.id;
  [base, attention, repeat] = [idOf('base'), idOf('attention'), idOf('repeat')];

  const worker = await stage.worker();
  const lease = await stage.begin(worker);
  await reportBatch(world.db, lease, 'run', {
    points: [
      ...[0.7, 0.5, Number.NaN, 0.3].map((value, step) => ({
        key: 'loss' as const,
        split: 'train' as const,
        step,
        epoch: step / 2,
        value,
      })),
      { key: 'mAP', split: 'test', step: 3, epoch: 2, value: 0.5 },
    ],
    lines: [
      { seq: 0, level: 'info', text: 'opening 100% of the videos', ageMs: 3000 },
      { seq: 1, level: 'warn', text: 'loss is NaN at step 2', ageMs: 2000 },
      { seq: 2, level: 'info', text: 'saved checkpoint', ageMs: 1000 },
    ],
    progress: { phase: 'training', step: 3, totalSteps: 4, progress: 0.75, etaSeconds: 12 },
  });
  await stage.evaluation(base, 'base', [0.2, 0.4, 0.6, 0.8, 0.2, 0.4, 0.6, Number.NaN]);
  await stage.succeed(lease);
  await stage.evaluation(attention, 'attention_ce_ce', Array(8).fill(0.9));
  await stage.evaluation(attention, 'attention_ce_e', Array(8).fill(0.7));
});
afterAll(() => world.close());

describe('list', () => {
  it('shows the newest run first, with its figures', async () => {
    const { items, total, statusCounts } = await world.caller.run.list();
    expect(total).toBe(3);
    expect(statusCounts).toEqual({ SUCCEEDED: 1, QUEUED: 2 });
    const row = items.find(({ id }) => id === base)!;
    expect(row).toMatchObject({ status: 'SUCCEEDED', progress: 1, loss: 0.3, experiment: { name: 'Staged' } });
    expect(row.map).toBeCloseTo(3.2 / 7, 12);
    expect(row.durationSeconds).toBeGreaterThanOrEqual(0);
    expect(row.metricLatest).toContainEqual({ key: 'loss', split: 'train', last: 0.3, min: 0.3, max: 0.7 });
  });

  it('leaves oracle evaluations out of the mAP of a run that has others', async () => {
    const { items } = await world.caller.run.list();
    expect(items.find(({ id }) => id === attention)?.map).toBeCloseTo(0.7, 12);
  });

  it('sorts by a figure, runs without it last in both directions', async () => {
    const ids = async (descending: boolean) =>
      (await world.caller.run.list({ sort: { key: 'mAP', descending } })).items.map(({ id }) => id);
    expect(await ids(true)).toEqual([attention, base, repeat]);
    expect(await ids(false)).toEqual([base, attention, repeat]);
  });

  it('sorts by a metric and by a key of the config', async () => {
    const byMetric = await world.caller.run.list({ sort: { key: 'metric.test.mAP', descending: false } });
    expect(byMetric.items[0]?.id).toBe(base);
    const byConfig = await world.caller.run.list({ sort: { key: 'config.recipe.epochs', descending: true } });
    expect(byConfig.items[0]?.id).toBe(base);
  });

  it('filters by words of run or experiment, by status and by experiment', async () => {
    const ids = async (filter: Parameters<typeof world.caller.run.list>[0]) =>
      (await world.caller.run.list(filter)).items.map(({ id }) => id);
    expect(await ids({ text: 'attention staged' })).toEqual([attention]);
    expect(await ids({ text: '100%' })).toEqual([]);
    expect(await ids({ statuses: ['SUCCEEDED'] })).toEqual([base]);
    expect(await ids({ experimentId: unknown })).toEqual([]);
  });

  it('pages without losing or doubling a run', async () => {
    const pages = await Promise.all(
      [0, 1, 2].map((page) => world.caller.run.list({ page, limit: 1, sort: { key: 'seed', descending: false } })),
    );
    expect(pages.map(({ items }) => items[0]?.id).sort()).toEqual([base, attention, repeat].sort());
    expect(pages[2]?.total).toBe(3);
  });

  it('refuses to sort by what is no column', async () => {
    await expect(
      world.caller.run.list({ sort: { key: 'r.id; drop table runs', descending: true } }),
    ).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    });
  });
});

describe('groups', () => {
  it('gives mean and sample deviation of runs that share a key of the config', async () => {
    const groups = await world.caller.run.groups({ by: ['training.fusion'] });
    expect(groups.map(({ values, runs }) => [values, runs])).toEqual([
      [['late_fusion'], 1],
      [['temporal_concat'], 2],
    ]);
    expect(groups[0]?.map).toEqual({ n: 1, mean: expect.closeTo(0.7, 12), std: null });
    const all = await world.caller.run.groups({ by: ['dataset'] });
    const values = [3.2 / 7, 0.7];
    const mean = (values[0]! + values[1]!) / 2;
    expect(all[0]).toMatchObject({ runs: 3, finished: 1, map: { n: 2 } });
    expect(all[0]?.map.mean).toBeCloseTo(mean, 12);
    expect(all[0]?.map.std).toBeCloseTo(Math.sqrt(2 * (values[0]! - mean) ** 2), 12);
  });

  it('counts each evaluation by itself when grouped by variant', async () => {
    const groups = await world.caller.run.groups({ by: ['variant'] });
    expect(groups.map(({ values, map }) => [values[0], map.n])).toEqual([
      ['attention_ce_ce', 1],
      ['attention_ce_e', 1],
      ['base', 1],
    ]);
  });

  it('reads lists of a config as a line', async () => {
    const groups = await world.caller.run.groups({ by: ['recipe.decays'], text: 'base' });
    expect(groups[0]?.values).toEqual(['at 0.65, factor 0.1; at 0.88, factor 0.1']);
  });

  it('refuses a key that no config has', async () => {
    await expect(world.caller.run.groups({ by: ['recipe.nothing'] })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });
});

describe('one run', () => {
  it('comes with its base, its attempt and the clock of the database', async () => {
    const run = await world.caller.run.byId({ id: attention });
    expect(run).toMatchObject({ status: 'QUEUED', baseRun: { id: base, status: 'SUCCEEDED' }, attempt: null });
    const first = await world.caller.run.byId({ id: base });
    expect(first.attempt).toMatchObject({ number: 1, worker: { host: 'stage-host' } });
    expect(first._count).toMatchObject({ evaluations: 1, dependants: 2 });
    expect(first.now.getTime()).toBeGreaterThanOrEqual(first.createdAt.getTime());
  });

  it('is not found under an unknown id, and refused under one that is none', async () => {
    await expect(world.caller.run.byId({ id: unknown })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(world.caller.run.byId({ id: '../etc' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });

  it('names the curves it has', async () => {
    const metrics = await world.caller.run.metrics({ id: base });
    expect(metrics.map(({ split, key, points }) => [split, key, points])).toEqual([
      ['train', 'loss', 4],
      ['test', 'mAP', 1],
    ]);
  });

  it('shows a curve with its NaN, smoothed over all of it', async () => {
    const [series] = await world.caller.run.series({ runIds: [base], key: 'loss', split: 'train', smoothing: 0.5 });
    expect(series).toMatchObject({ runId: base, points: 4 });
    expect(series?.buckets.map(({ step, last, notFinite }) => [step, last, notFinite])).toEqual([
      [0, 0.7, 0],
      [1, 0.5, 0],
      [2, null, 1],
      [3, 0.3, 0],
    ]);
    expect(series?.buckets[3]?.smoothed).toBeCloseTo((0.25 * 0.7 + 0.5 * 0.5 + 0.3) / 1.75, 12);
  });

  it('keeps the order of the runs asked for, also of those without the curve', async () => {
    const series = await world.caller.run.series({ runIds: [repeat, base], key: 'loss', split: 'train' });
    expect(series.map(({ runId, points }) => [runId, points])).toEqual([
      [repeat, 0],
      [base, 4],
    ]);
  });

  it('lists evaluations with named classes, unknown AP kept', async () => {
    const [evaluation] = await world.caller.run.evaluations({ id: base });
    expect(evaluation).toMatchObject({ variant: 'base', oracle: false, protocol: { clips: 3, pooling: 'max' } });
    expect(evaluation?.classNames).toEqual(stageClasses.map(({ name }) => name));
    expect(evaluation?.classAp.slice(0, 2)).toEqual([0.2, 0.4]);
    expect(evaluation?.classAp[7]).toBeNaN();
  });

  it('lists attempts and checkpoints', async () => {
    const attempts = await world.caller.run.attempts({ id: base });
    expect(attempts).toMatchObject([{ number: 1, outcome: 'SUCCEEDED', slot: 0, pid: 4712 }]);
    expect(await world.caller.run.checkpoints({ id: base })).toEqual([]);
    const sha256 = 'a'.repeat(64);
    const artifact = await world.db.artifact.create({
      data: { sha256, size: 123456, mime: 'application/octet-stream' },
    });
    await world.db.checkpoint.create({
      data: { runId: base, step: 4, epoch: 2, final: true, artifactId: artifact.id },
    });
    expect(await world.caller.run.checkpoints({ id: base })).toMatchObject([
      { step: 4, final: true, artifact: { id: artifact.id, sha256, sizeBytes: 123456 } },
    ]);
  });
});

describe('log', () => {
  const texts = (page: { items: { text: string }[] }) => page.items.map(({ text }) => text);

  it('starts at the end and pages backwards without gaps', async () => {
    const all = await world.caller.run.log({ id: base });
    expect(all.next).toBeNull();
    expect(texts(all).at(-1)).toBe('Finished.');
    const last = await world.caller.run.log({ id: base, limit: 2 });
    const before = await world.caller.run.log({ id: base, limit: 1000, cursor: last.next });
    expect([...texts(before), ...texts(last)]).toEqual(texts(all));
  });

  it('searches for text as it stands, and by level', async () => {
    expect(texts(await world.caller.run.log({ id: base, search: '100% OF' }))).toEqual(['opening 100% of the videos']);
    expect(texts(await world.caller.run.log({ id: base, search: '1_0' }))).toEqual([]);
    expect(texts(await world.caller.run.log({ id: base, search: '%' }))).toEqual(['opening 100% of the videos']);
    expect(texts(await world.caller.run.log({ id: base, levels: ['warn', 'error'] }))).toEqual([
      'loss is NaN at step 2',
    ]);
  });

  it('refuses a cursor that is none', async () => {
    await expect(world.caller.run.log({ id: base, cursor: '1 or 1=1' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });
});

describe('actions', () => {
  it('cancels a waiting run and retries it', async () => {
    await world.caller.run.cancel({ id: repeat });
    expect((await world.caller.run.byId({ id: repeat })).status).toBe('CANCELLED');
    await expect(world.caller.run.cancel({ id: repeat })).rejects.toMatchObject({ code: 'CONFLICT' });
    await world.caller.run.retry({ id: repeat });
    expect((await world.caller.run.byId({ id: repeat })).status).toBe('QUEUED');
    await expect(world.caller.run.retry({ id: base })).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(world.caller.run.cancel({ id: unknown })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('takes a deleted run out of the lists and brings it back', async () => {
    await world.caller.run.delete({ id: repeat });
    expect((await world.caller.run.list()).items.map(({ id }) => id)).not.toContain(repeat);
    expect((await world.caller.run.byId({ id: repeat })).deletedAt).not.toBeNull();
    await world.caller.run.restore({ id: repeat });
    expect((await world.caller.run.list()).items.map(({ id }) => id)).toContain(repeat);
    await expect(world.caller.run.restore({ id: unknown })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('does not delete a run for whose weights others wait', async () => {
    const { runIds } = await stage.experiment([{ variant: 'repeat', fusion: 'late_fusion' }], { name: 'Another' });
    await expect(world.caller.run.delete({ id: runIds[0]! })).rejects.toMatchObject({ code: 'CONFLICT' });
    await world.caller.run.delete({ id: runIds[1]! });
    await world.caller.run.delete({ id: runIds[0]! });
  });

  it('clones a run into an experiment of its rows, with the finished base', async () => {
    const spec = await world.caller.run.cloneConfig({ id: attention });
    expect(spec).toMatchObject({
      dataset: stage.dataset,
      seeds: [0],
      base: { kind: 'reuse', runId: base },
      cells: [
        { variant: 'attention_ce_ce', fusion: 'late_fusion' },
        { variant: 'attention_ce_e', fusion: 'late_fusion' },
      ],
    });
    expect((await world.caller.run.cloneConfig({ id: base })).base).toEqual({
      kind: 'train',
      weightsId: null,
    });
    const { experimentId: cloned } = await stage.experiment(spec.cells, spec);
    const [run] = await world.db.run.findMany({ where: { experimentId: cloned } });
    const original = await world.db.run.findUniqueOrThrow({ where: { id: attention } });
    expect(run?.config).toEqual(original.config);
  });
});
