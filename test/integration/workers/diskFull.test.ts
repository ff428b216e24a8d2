import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createExperiment } from '@/server/experiments/createExperiment';
import { cancelTask } from '@/server/tasks/cancelTask';
import { createImport } from '@/server/tasks/createImport';
import { readImportTask } from '@/server/tasks/readImportTask';
import { makeCharadesFolder } from '@/test/support/charadesFolder';
import { createLab, type Lab } from '@/test/support/createLab';
import { readCurve } from '@/test/support/readCurve';
import { smallSpec } from '@/test/support/smallSpec';
import { temporaryFolder } from '@/test/support/temporaryFolder';
import { waitUntil } from '@/test/support/waitUntil';

/** A disk of its own for the processes behind it, gone with the last of them; as root, or as root of a user namespace. */
const onOwnDisk = (folder: string, kilobytes: number, command: string[]) => [
  'unshare',
  ...(process.getuid?.() === 0 ? [] : ['--map-root-user']),
  '--mount',
  'sh',
  '-c',
  `mount -t tmpfs -o size=${kilobytes}k tmpfs "$0" && exec "$@"`,
  folder,
  ...command,
];
const canMount = () => {
  const [program = '', ...args] = onOwnDisk('/mnt', 64, ['true']);
  return spawnSync(program, args).status === 0;
};

let lab: Lab;
beforeEach(async () => {
  lab = await createLab();
});
afterEach(() => lab.close());

const cells = [{ variant: 'base' as const, fusion: 'temporal_concat' as const }];
const queueRun = async () => (await createExperiment(lab.db, smallSpec({ cells }))).runIds[0]!;
const runOf = (id: string) => lab.db.task.findUniqueOrThrow({ where: { id } });
/** A supervisor with a disk of its own at this folder; the disk as the worker sees it. */
async function startOnDisk(root: string, kilobytes: number): Promise<{ disk: string }> {
  mkdirSync(root, { recursive: true });
  const supervisor = lab.startSupervisor({
    wrap: (command) => onOwnDisk(root, kilobytes, command),
    env: { FOVEA_STILL_SECONDS: '4' },
  });
  await waitUntil('a worker', async () => (await lab.db.worker.count()) > 0);
  return { disk: `/proc/${supervisor.pid}/root${root}` };
}
const waitingAttempt = (runId: string) =>
  waitUntil('the attempt waits for room', async () =>
    lab.db.taskAttempt.findFirst({ where: { taskId: runId, stillSince: { not: null } } }),
  );

describe.skipIf(!canMount())('a full disk under a run that writes an artifact', () => {
  it('is waited for, shown and logged, for as long as it takes; nothing is lost and no point stands twice', async () => {
    lab.plan({ checkpointBytes: 100_000 });
    const root = join(lab.home, 'artifacts');
    const { disk } = await startOnDisk(root, 400);
    writeFileSync(join(disk, 'ballast'), Buffer.alloc(180_000));
    const id = await queueRun();

    const { stillMessage } = await waitingAttempt(id);
    expect(stillMessage).toMatch(
      /^It waits for room\. The disk of \S+ is full: \d+\.\d MiB to write, \d+\.\d MiB free\. Make room there: then it goes on by itself\.$/,
    );
    expect(stillMessage).toContain(root);
    const checkpoints = await lab.db.checkpoint.count({ where: { runId: id } });
    expect(checkpoints).toBeGreaterThan(0);
    await sleep(9000); // twice as long as a process may stand still, and as a lease
    expect(await runOf(id)).toMatchObject({ status: 'RUNNING', attemptNumber: 1 });
    const whole = () =>
      readdirSync(disk, { recursive: true })
        .map(String)
        .filter((name) => /^[0-9a-f]{2}\//.test(name) && statSync(join(disk, name)).isFile());
    expect(whole()).toHaveLength(checkpoints);

    rmSync(join(disk, 'ballast'));
    await waitUntil('finished', async () => (await runOf(id)).status === 'SUCCEEDED');
    const attempts = await lab.db.taskAttempt.findMany({ where: { taskId: id } });
    expect(attempts.map(({ outcome, stillSince }) => [outcome, stillSince])).toEqual([['SUCCEEDED', null]]);
    const curve = await readCurve(lab.db, id);
    expect(curve.map(({ step }) => step)).toEqual(Array.from({ length: 40 }, (_, step) => step));
    const lines = await lab.db.logLine.findMany({
      where: { runId: id, text: { contains: 'room' } },
      orderBy: { id: 'asc' },
    });
    expect(lines.map(({ level, text }) => [level, text])).toEqual([
      ['warn', stillMessage],
      ['info', 'There is room again: it goes on.'],
    ]);
  });

  it('and a run that waits is cancelled at once', async () => {
    lab.plan({ checkpointBytes: 100_000 });
    const { disk } = await startOnDisk(join(lab.home, 'artifacts'), 400);
    writeFileSync(join(disk, 'ballast'), Buffer.alloc(380_000));
    const id = await queueRun();
    await waitingAttempt(id);
    await cancelTask(lab.db, id);
    await waitUntil('cancelled', async () => (await runOf(id)).status === 'CANCELLED');
    const attempts = await lab.db.taskAttempt.findMany({ where: { taskId: id } });
    expect(attempts.map(({ outcome, stillSince }) => [outcome, stillSince])).toEqual([['CANCELLED', null]]);
  });
});

it.skipIf(!canMount())('a full disk under an import is waited for as well', async () => {
  const root = temporaryFolder();
  const videos = (split: string, count: number) =>
    Array.from({ length: count }, (_, k) => ({ id: `${split}${k}`, actions: 'c000 0.00 0.50', length: 1.2 }));
  makeCharadesFolder(root, { train: videos('V', 5), test: videos('T', 1) });
  const { disk } = await startOnDisk(join(lab.home, 'cache'), 400);
  expect(() => writeFileSync(join(disk, 'ballast'), Buffer.alloc(500_000))).toThrow('ENOSPC');
  const input = { name: 'Mine', slug: 'mine', layout: 'charades' as const, root };
  const id = await createImport(lab.db, { kind: 'scan', title: 'Import', input });
  const importOf = () => readImportTask(lab.db, { id, kind: 'scan' });
  const said = await waitUntil('a word', async () => (await importOf()).stillMessage);
  expect(said).toMatch(/^It waits for room\. The disk of \S+ is full\. Make room there: then it goes on by itself\.$/);
  await sleep(6000);
  expect(await importOf()).toMatchObject({ status: 'RUNNING', attemptNumber: 1, done: 0 });
  rmSync(join(disk, 'ballast'));
  const done = await waitUntil('the end', async () => {
    const task = await importOf();
    return task.status === 'SUCCEEDED' && task;
  });
  expect(done).toMatchObject({ attemptNumber: 1, done: 6, stillSince: null, stillMessage: null });
});
