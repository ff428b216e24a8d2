import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createExperiment } from '@/server/experiments/createExperiment';
import { createImport } from '@/server/tasks/createImport';
import { readImportTask } from '@/server/tasks/readImportTask';
import { makeCharadesFolder } from '@/test/support/charadesFolder';
import { createLab, type Lab } from '@/test/support/createLab';
import { ffmpegPath } from '@/test/support/ffmpegPath';
import { isGone } from '@/test/support/isGone';
import { readCurve } from '@/test/support/readCurve';
import { smallSpec } from '@/test/support/smallSpec';
import { temporaryFolder } from '@/test/support/temporaryFolder';
import { waitUntil } from '@/test/support/waitUntil';
import { readProcessTree } from '@/workers/supervise/processTree';

let lab: Lab;

beforeEach(async () => {
  lab = await createLab();
});
afterEach(() => lab.close());

const cells = [{ variant: 'base' as const, fusion: 'temporal_concat' as const }];
const start = (options: { stillSeconds?: number; ffmpeg?: string } = {}) =>
  lab.startSupervisor({ env: { FOVEA_STILL_SECONDS: String(options.stillSeconds ?? 4) }, ffmpeg: options.ffmpeg });
const queueRun = async () => (await createExperiment(lab.db, smallSpec({ cells, seeds: [0] }))).runIds[0]!;
const runOf = (id: string) => lab.db.task.findUniqueOrThrow({ where: { id } });
const attemptsOf = (runId: string) =>
  lab.db.taskAttempt.findMany({ where: { taskId: runId }, orderBy: { number: 'asc' } });
const ended = (id: string, status: string) =>
  waitUntil(`run ${id} ${status}`, async () => {
    const run = await runOf(id);
    if (run.status === 'FAILED' && status !== 'FAILED') throw new Error(run.statusMessage ?? 'failed');
    return run.status === status && run;
  });
const saysStill = (runId: string) =>
  waitUntil('the attempt says that it stands still', async () =>
    (await attemptsOf(runId)).find(({ endedAt, stillSince }) => endedAt === null && stillSince !== null),
  );

describe('a run process that was stopped (SIGSTOP)', () => {
  it('is told as standing still, ended and started again from its checkpoint; each point stands once', async () => {
    lab.plan({ steps: 60 });
    start();
    const id = await queueRun();
    const pid = await waitUntil('a process beyond its first checkpoint', async () => {
      const checkpoint = await lab.db.checkpoint.findFirst({ where: { runId: id } });
      return checkpoint !== null && (await runOf(id)).step > checkpoint.step && (await attemptsOf(id)).at(-1)?.pid;
    });
    process.kill(pid, 'SIGSTOP');
    const still = await saysStill(id);
    expect(still.stillMessage).toContain('was stopped from outside (SIGSTOP). After 4 s it is ended and started again');
    expect(still.stillSince!.getTime()).toBeGreaterThan(still.claimedAt.getTime());
    await ended(id, 'SUCCEEDED');
    expect(isGone(pid)).toBe(true);
    const attempts = await attemptsOf(id);
    expect(attempts.map(({ outcome }) => outcome)).toEqual(['LOST', 'SUCCEEDED']);
    expect(attempts[0]!.message).toMatch(/stood still for \d+ s.*SIGSTOP/);
    expect(attempts[1]!.resumedAtStep).toBeGreaterThanOrEqual(10);
    const curve = await readCurve(lab.db, id);
    expect(curve.map(({ step }) => step)).toEqual(Array.from({ length: 60 }, (_, k) => k));
  });

  it('that is let go on before its time is up, goes on as if nothing had been', async () => {
    lab.plan({ steps: 60, stepMs: 100 });
    start({ stillSeconds: 30 });
    const id = await queueRun();
    const pid = await waitUntil(
      'a process',
      async () => (await runOf(id)).step > 3 && (await attemptsOf(id)).at(-1)?.pid,
    );
    process.kill(pid, 'SIGSTOP');
    await saysStill(id);
    process.kill(pid, 'SIGCONT');
    await ended(id, 'SUCCEEDED');
    expect((await attemptsOf(id)).map(({ outcome, stillSince }) => [outcome, stillSince])).toEqual([
      ['SUCCEEDED', null],
    ]);
  });
});

describe('a run process that lives and hangs in a read', () => {
  it('is ended, but not for ever: after its attempts the run fails and says why', async () => {
    lab.plan({ steps: 20, failure: { step: 12, kind: 'pipe' } });
    execFileSync('mkfifo', [join(lab.dataset, 'pipe')]);
    start({ stillSeconds: 3 });
    const id = await queueRun();
    await lab.db.task.update({ where: { id }, data: { maxAttempts: 2 } });
    const still = await saysStill(id);
    expect(still.stillMessage).toContain('lives, but finishes nothing and does not compute');
    const run = await ended(id, 'FAILED');
    expect(run).toMatchObject({ statusCode: 'worker_lost', attemptNumber: 2 });
    expect(run.statusMessage).toMatch(/lost 2 times.*stood still/);
  });
});

describe('a step that takes long', () => {
  it('is none that stands still: it computes', async () => {
    lab.plan({ steps: 6, failure: { step: 3, kind: 'long' } });
    start({ stillSeconds: 2 });
    const id = await queueRun();
    const seen: unknown[] = [];
    await waitUntil('the end', async () => {
      seen.push(...(await attemptsOf(id)).flatMap(({ stillMessage }) => stillMessage ?? []));
      return (await runOf(id)).status === 'SUCCEEDED';
    });
    expect((await attemptsOf(id)).map(({ outcome }) => outcome)).toEqual(['SUCCEEDED']);
    expect(seen).toEqual([]);
  });
});

describe('an import whose process, or a program that it started, was stopped', () => {
  const videos = 12;
  async function scan(): Promise<string> {
    const root = temporaryFolder();
    const train = Array.from({ length: videos - 1 }, (_, k) => ({
      id: `V${k}`,
      actions: 'c000 0.00 0.50',
      length: 1.2,
    }));
    makeCharadesFolder(root, { train, test: [{ id: 'T0', actions: 'c001 0.00 0.50', length: 1.2 }] });
    const input = { name: 'Mine', slug: 'mine', layout: 'charades' as const, root };
    return createImport(lab.db, { kind: 'scan', title: 'Import', input });
  }
  const importOf = (id: string) => readImportTask(lab.db, { id, kind: 'scan' });
  const pidUnder = (supervisor: number, name: RegExp) =>
    waitUntil(`a process ${name}`, async () => {
      const tree = await readProcessTree(supervisor);
      return tree.find((one) => name.test(one.name))?.pid;
    });

  it('says so and is taken up again where it stopped', async () => {
    const slow = join(lab.home, 'slow-ffmpeg');
    writeFileSync(slow, `#!/bin/sh\nsleep 0.3\nexec '${ffmpegPath()}' "$@"\n`, { mode: 0o755 });
    const supervisor = start({ ffmpeg: slow });
    const id = await scan();
    await waitUntil('some videos', async () => (await importOf(id)).done > 0);
    const own = await readProcessTree(supervisor.pid!);
    process.kill(own[1]!.pid, 'SIGSTOP');
    const still = await waitUntil('a word', async () => {
      const job = await importOf(id);
      return job.stillSince !== null && job;
    });
    expect(still.stillMessage).toContain('SIGSTOP). After 4 s it is ended and started again where it stopped');
    const done = await waitUntil('the end', async () => {
      const job = await importOf(id);
      return job.status === 'SUCCEEDED' && job;
    });
    expect(done).toMatchObject({
      attemptNumber: 2,
      done: videos,
      stillSince: null,
      stillMessage: null,
    });
  });

  it('ends the stopped program as well', async () => {
    const stops = join(lab.home, 'stopping-ffmpeg');
    const flag = join(lab.home, 'stop-once');
    writeFileSync(flag, '');
    writeFileSync(
      stops,
      `#!/bin/sh\ncase "$*" in *V7.mp4*) if rm '${flag}' 2>/dev/null; then kill -STOP $$; fi;; esac\nexec '${ffmpegPath()}' "$@"\n`,
      { mode: 0o755 },
    );
    const supervisor = start({ ffmpeg: stops });
    const id = await scan();
    const stopped = await pidUnder(supervisor.pid!, /ffmpeg/);
    const said = await waitUntil('a word', async () => (await importOf(id)).stillMessage);
    expect(said).toMatch(/A program that it started, .*ffmpeg.*, was stopped from outside/);
    await waitUntil('the end', async () => (await importOf(id)).status === 'SUCCEEDED');
    expect(isGone(stopped)).toBe(true);
    rmSync(flag, { force: true });
  });
});
