import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { artifactPath } from '@/server/artifacts/artifactPath';
import { sha256Of } from '@/server/artifacts/writeBytes';
import { collectGarbage, estimateGarbage, totalOf } from '@/server/disk/collectGarbage';
import { nothing } from '@/server/disk/freed';
import { artifactReferences } from '@/server/disk/references';
import { runCollection } from '@/server/disk/runCollection';
import { withCollectorLock } from '@/server/disk/withCollectorLock';
import { retryTask } from '@/server/tasks/retryTask';
import { addWorker } from '@/test/support/addWorker';
import { bareRun } from '@/test/support/bareRun';
import { createWorld } from '@/test/support/createWorld';
import { filesUnder } from '@/test/support/filesUnder';
import { type Owner, referArtifact } from '@/test/support/referArtifact';
import { storeBytes } from '@/test/support/storeBytes';
import { collectWhenDue } from '@/workers/disk/keepDiskTidy';

let world: Awaited<ReturnType<typeof createWorld>>;
let root: string;

beforeAll(async () => {
  world = await createWorld();
  root = join(world.home, 'artifacts');
});
afterAll(() => world.close());
beforeEach(clear);

async function clear(): Promise<void> {
  const { db } = world;
  await db.run.updateMany({ data: { baseRunId: null, weightsId: null } });
  await db.experiment.deleteMany();
  await db.dataset.deleteMany();
  await db.weights.deleteMany();
  await db.artifact.deleteMany();
  await db.collection.deleteMany();
  rmSync(root, { recursive: true, force: true });
}

const day = 86_400_000;
const daysAgo = (days: number) => new Date(Date.now() - days * day);
const monthAgo = () => daysAgo(30);
let serial = 0;

type RunStart = {
  deleted?: Date | null;
  experimentDeleted?: Date | null;
  baseRunId?: string;
  status?: 'SUCCEEDED' | 'FAILED';
};

async function addRun({ deleted = null, experimentDeleted = null, baseRunId, status = 'SUCCEEDED' }: RunStart = {}) {
  serial += 1;
  const { id: experimentId } = await world.db.experiment.create({
    data: { name: `E${serial}`, spec: {}, deletedAt: experimentDeleted },
  });
  const id = await bareRun(world.db, { experimentId, deletedAt: deleted ?? undefined, baseRunId });
  await world.db.task.update({ where: { id }, data: { status } });
  return { id, experimentId };
}

async function addDataset(deletedAt: Date | null): Promise<string> {
  serial += 1;
  const data = { slug: `d${serial}`, name: 'D', root: '/d', classes: [], trainVideos: 0, testVideos: 0, deletedAt };
  return (await world.db.dataset.create({ data })).id;
}

const store = (text: string) => {
  return storeBytes(world.db, { home: world.home, bytes: Buffer.from(text), mime: 'application/octet-stream' });
};
const collect = (before = monthAgo()) =>
  collectGarbage(world.db, { root, before, grace: 0, dropCaches: async () => nothing });

/** What rows know of, and what lies in the folder: the same names, or bytes are missing or left over. */
async function consistent(): Promise<void> {
  const rows = await world.db.artifact.findMany({ select: { sha256: true }, where: { size: { gt: 0 } } });
  for (const { sha256 } of rows) expect(existsSync(artifactPath(root, sha256))).toBe(true);
}

describe('what is collected', () => {
  it('is looked for in every column that refers to an artifact, and the database lets none go that is referred to', async () => {
    const rows = await world.db.$queryRaw<{ table: string; column: string; onDelete: string }[]>`
      select c.conrelid::regclass::text as table, a.attname::text as column, c.confdeltype::text as "onDelete"
      from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
      where c.contype = 'f' and c.confrelid = 'artifacts'::regclass`;
    const found = rows.map(({ table, column }) => `${table}.${column}`).sort();
    expect(artifactReferences.map(([table, column]) => `${table}.${column}`).sort()).toEqual(found);
    expect(rows.map(({ onDelete }) => onDelete).filter((rule) => rule !== 'r')).toEqual([]);
  });

  it('is everything that nothing refers to and nothing else, whatever refers to what, and a second time nothing', async () => {
    const owners = ['kept', 'inBin', 'gone', 'base'] as const;
    const references = fc.array(
      fc.record({
        artifact: fc.nat({ max: 7 }),
        column: fc.nat({ max: artifactReferences.length - 1 }),
        owner: fc.constantFrom(...owners),
      }),
      { maxLength: 14 },
    );
    const property = fc.asyncProperty(references, fc.boolean(), fc.nat({ max: 3 }), async (refs, reused, strays) => {
      await clear();
      const [keptData, goneData] = [await addDataset(null), await addDataset(daysAgo(31))];
      const base = await addRun({ experimentDeleted: daysAgo(40) });
      const kept = await addRun(reused ? { baseRunId: base.id } : {});
      const inBin = await addRun({ experimentDeleted: daysAgo(29) });
      const gone = await addRun({ deleted: daysAgo(31) });
      const owner: Record<(typeof owners)[number], Owner> = {
        kept: { runId: kept.id, datasetId: keptData, weightsDeletedAt: null },
        inBin: { runId: inBin.id, datasetId: keptData, weightsDeletedAt: daysAgo(29) },
        gone: { runId: gone.id, datasetId: goneData, weightsDeletedAt: daysAgo(31) },
        base: { runId: base.id, datasetId: goneData, weightsDeletedAt: daysAgo(31) },
      };
      const ids: string[] = [];
      for (let k = 0; k < 8; k++) ids.push(await store(`artifact ${k}`));
      for (const { artifact, column, owner: who } of refs) {
        await referArtifact(world.db, ids[artifact]!, { k: column, owner: owner[who] });
      }
      for (let k = 0; k < strays; k++) {
        const path = artifactPath(root, sha256Of(Buffer.from(`stray ${k}`)));
        mkdirSync(join(path, '..'), { recursive: true });
        writeFileSync(path, `stray ${k}`);
      }
      const ofRun = (column: number) =>
        ['checkpoints', 'evaluations', 'evaluation_videos'].includes(artifactReferences[column]![0]);
      const stays = new Set(
        refs
          .filter(
            ({ owner: who, column }) =>
              who === 'kept' || who === 'inBin' || (who === 'base' && reused && ofRun(column)),
          )
          .map(({ artifact }) => artifact),
      );
      await collect();
      const left = ids.flatMap((_, k) => (stays.has(k) ? [sha256Of(Buffer.from(`artifact ${k}`))] : [])).sort();
      const rows = await world.db.artifact.findMany({ where: { size: { gt: 0 } }, select: { sha256: true } });
      expect(rows.map(({ sha256 }) => sha256).sort()).toEqual(left);
      expect(
        filesUnder(root)
          .map((path) => path.split('/').at(-1))
          .sort(),
      ).toEqual(left);
      expect(totalOf(await collect())).toEqual({ rows: 0, files: 0, bytes: 0 });
    });
    await fc.assert(property, { numRuns: 40 });
  });

  it('is counted beforehand as it is then removed, with the rows below those that go', async () => {
    const { id } = await addRun({ deleted: daysAgo(31) });
    await referArtifact(world.db, await store('gone'), {
      k: 0,
      owner: { runId: id, datasetId: '', weightsDeletedAt: null },
    });
    await world.db.logLine.createMany({
      data: [1, 2, 3].map((attempt) => ({ taskId: id, runId: id, attempt, level: 'info', text: 't' })),
    });
    writeFileSync(join(root, '.writing-old'), 'half');
    const expected = await estimateGarbage(world.db, { root, before: monthAgo(), grace: 0 });
    expect(totalOf(expected)).toEqual({ rows: 2 + 1 + 3 + 1, files: 2, bytes: 'gone'.length + 'half'.length });
    expect(await world.db.logLine.count()).toBe(3);
    expect(await collect()).toEqual(expected);
    expect([await world.db.run.count(), filesUnder(root)]).toEqual([0, []]);
  });

  it('leaves young files alone, whose rows may be on their way, and files of other names', async () => {
    mkdirSync(join(root, '2d'), { recursive: true });
    mkdirSync(join(root, '.maps', 'notes'), { recursive: true });
    const files = [`2d/${sha256Of(Buffer.from('x'))}`, '.writing-x', 'README', '.maps/notes/mine'];
    for (const file of files) writeFileSync(join(root, file), 'x');
    await collectGarbage(world.db, { root, before: monthAgo() });
    expect(files.filter((file) => existsSync(join(root, file)))).toEqual(files);
    await collect();
    expect(files.filter((file) => existsSync(join(root, file)))).toEqual(['README', '.maps/notes/mine']);
  });
});

describe('checkpoints and scores on the way', () => {
  const checkpoint = async (runId: string, { step, final }: { step: number; final: boolean }) => {
    const artifactId = await store(`checkpoint ${runId} ${step}`);
    await world.db.checkpoint.create({ data: { runId, step, epoch: 1, final, artifactId } });
  };
  const steps = async (runId: string) =>
    (await world.db.checkpoint.findMany({ where: { runId }, orderBy: { step: 'asc' } })).map(({ step }) => step);

  it('stay until the run has succeeded; final checkpoints stay for ever', async () => {
    const [done, failed, atWork] = [await addRun(), await addRun({ status: 'FAILED' }), await addRun()];
    for (const { id } of [done, failed, atWork]) {
      await checkpoint(id, { step: 1, final: false });
      await checkpoint(id, { step: 2, final: true });
    }
    const lease = { workerId: await addWorker(world.db), slot: 0, leaseExpiresAt: new Date() };
    await world.db.taskAttempt.create({ data: { taskId: atWork.id, number: 1, ...lease } });
    await collect();
    expect([await steps(done.id), await steps(failed.id), await steps(atWork.id)]).toEqual([[2], [1, 2], [1, 2]]);
    expect(filesUnder(root)).toHaveLength(5);
  });

  it('stay as long as somebody can go on with them, maps included', async () => {
    const { id: runId } = await addRun({ status: 'FAILED' });
    await checkpoint(runId, { step: 2, final: true });
    const scores = { runId, videoId: 'v', position: 0, scores: [], clipScores: [], mapPosition: 0, mapSha256: 'x' };
    await world.db.partialScores.createMany({
      data: [
        { ...scores, variant: 'base', checkpointStep: 2 },
        { ...scores, variant: 'repeat', checkpointStep: 1 },
      ],
    });
    mkdirSync(join(root, '.maps', runId), { recursive: true });
    for (const name of ['base-2', 'repeat-1']) writeFileSync(join(root, '.maps', runId, name), 'maps');
    await collect();
    expect((await world.db.partialScores.findMany()).map(({ variant }) => variant)).toEqual(['base']);
    expect(filesUnder(join(root, '.maps')).map((path) => path.split('/').at(-1))).toEqual(['base-2']);
  });
});

describe('a run that is retried from the start', () => {
  it('gives back the bytes of its old checkpoints and of maps that it had begun', async () => {
    const { id: runId } = await addRun({ status: 'FAILED' });
    for (const step of [1, 2]) {
      const artifactId = await store(`checkpoint ${step}`);
      await world.db.checkpoint.create({ data: { runId, step, epoch: 1, final: step === 2, artifactId } });
    }
    const scores = { runId, videoId: 'v', position: 0, scores: [], clipScores: [], mapPosition: 0, mapSha256: 'x' };
    await world.db.partialScores.create({ data: { ...scores, variant: 'base', checkpointStep: 2 } });
    mkdirSync(join(root, '.maps', runId), { recursive: true });
    writeFileSync(join(root, '.maps', runId, 'base-2'), 'maps');
    await collect();
    expect(filesUnder(root)).toHaveLength(3);
    await retryTask(world.db, runId, { fromStart: true });
    await collect();
    expect(filesUnder(root)).toEqual([]);
  });
});

describe('a collection', () => {
  it('that is killed at any moment leaves nothing missing, and the next one removes the rest', async () => {
    const artifacts = 240;
    const { id: runId } = await addRun({ experimentDeleted: daysAgo(1) });
    const { id: keptId } = await addRun();
    for (let k = 0; k < artifacts; k++) {
      const artifactId = await store(`bytes ${k}`);
      const owner = { runId: k % 4 === 0 ? keptId : runId, step: k };
      await world.db.checkpoint.create({ data: { ...owner, epoch: 1, final: true, artifactId } });
    }
    let kills = 0;
    for (let left = artifacts - 5; left > artifacts / 4 + 5; left -= 30) {
      const child = spawn(process.execPath, ['--import', 'tsx', 'test/support/collectOnce.ts', root], {
        env: { ...process.env, DATABASE_URL: world.url },
        stdio: 'inherit',
      });
      const gone = once(child, 'exit');
      while (child.exitCode === null && filesUnder(root).length > left)
        await new Promise((next) => setTimeout(next, 1));
      child.kill('SIGKILL');
      const [, signal] = await gone;
      kills += Number(signal === 'SIGKILL');
      await consistent();
    }
    expect(kills).toBeGreaterThan(2);
    await collect(new Date(Date.now() + 60_000));
    await consistent();
    expect(filesUnder(root)).toHaveLength(artifacts / 4);
    expect(await world.db.artifact.count()).toBe(artifacts / 4);
  });

  it('runs once at a time and once a day, and writes down what it gave', async () => {
    await store('nobody wants this');
    const request = { databaseUrl: world.url, root, binDays: 30, grace: 0 };
    const meanwhile = await withCollectorLock(world.url, () =>
      runCollection(world.db, { ...request, trigger: 'command' }),
    );
    expect(meanwhile).toBeNull();
    expect(await collectWhenDue({ db: world.db, ...request })).toEqual({ rows: 1, files: 1, bytes: 17 });
    expect(await collectWhenDue({ db: world.db, ...request })).toBeNull();
    const row = await world.db.collection.findFirstOrThrow();
    expect(row).toMatchObject({ trigger: 'daily', rows: 1, files: 1, bytes: 17n, finishedAt: expect.any(Date) });
  });
});
