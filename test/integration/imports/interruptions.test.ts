import type { ChildProcess } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { scanResultSchema } from '@/domain/importReport';
import { cancelTask } from '@/server/tasks/cancelTask';
import { createImport } from '@/server/tasks/createImport';
import { retryTask } from '@/server/tasks/retryTask';
import { makeCharadesFolder } from '@/test/support/charadesFolder';
import { createLab, type Lab } from '@/test/support/createLab';
import { ffmpegPath } from '@/test/support/ffmpegPath';
import { isGone } from '@/test/support/isGone';
import { temporaryFolder } from '@/test/support/temporaryFolder';
import { waitUntil } from '@/test/support/waitUntil';

let lab: Lab;
let root: string;
let taskId: string;
const videos = 40;

beforeEach(async () => {
  lab = await createLab();
  root = temporaryFolder();
  const train = Array.from({ length: videos - 1 }, (_, k) => ({ id: `V${k}`, actions: 'c000 0.00 0.50', length: 1.2 }));
  makeCharadesFolder(root, { train, test: [{ id: 'T0', actions: 'c001 0.00 0.50', length: 1.2 }] });
  taskId = await createImport(lab.db, {
    kind: 'scan',
    title: 'Import',
    input: { name: 'Mine', slug: 'mine', layout: 'charades', root },
  });
});
afterEach(() => lab.close());

/** A supervisor whose ffmpeg is the real one and takes its time: an interruption finds work that is neither new nor done. */
function startSlowSupervisor(): ChildProcess {
  const ffmpeg = join(lab.home, 'slow-ffmpeg');
  writeFileSync(ffmpeg, `#!/bin/sh\nsleep 0.3\nexec '${ffmpegPath()}' "$@"\n`, { mode: 0o755 });
  return lab.startSupervisor({ ffmpeg });
}

const job = () => lab.db.task.findUniqueOrThrow({ where: { id: taskId } });
/** The process of the import, once it has read some of the videos but not all. */
async function atWork(supervisor: ChildProcess): Promise<number> {
  await waitUntil('some videos read', async () => (await readSoFar()).length > 0);
  const children = readFileSync(`/proc/${supervisor.pid}/task/${supervisor.pid}/children`, 'utf8').trim().split(' ');
  const pid = children
    .map(Number)
    .find((child) => readFileSync(`/proc/${child}/cmdline`, 'utf8').includes('taskProcess'));
  return pid ?? Promise.reject(new Error('no process of a task'));
}
async function readSoFar(): Promise<string[]> {
  const rows = await lab.db.$queryRaw<{ video_id: string }[]>`
    select video_id from scanned_videos where task_id = ${taskId}::uuid and scan is not null`;
  return rows.map((row) => row.video_id);
}
/** Whoever reads these videos again finds them missing. */
async function removeWhatWasRead(): Promise<number> {
  const read = await readSoFar();
  for (const id of read) rmSync(join(root, 'Charades_v1_480', `${id}.mp4`));
  return read.length;
}
async function report() {
  const { status, result, statusMessage } = await waitUntil('the job to end', async () => {
    const row = await job();
    return row.finishedAt !== null && row;
  });
  if (status !== 'SUCCEEDED') throw new Error(statusMessage ?? status);
  return scanResultSchema.parse(result).report;
}

describe('kill -9 of the process that reads videos', () => {
  it('costs what was not written down yet: the rest is not read again', async () => {
    const supervisor = startSlowSupervisor();
    const pid = await atWork(supervisor);
    // Where memory runs out, the kernel takes an import and its ffmpeg before the supervisor and the database.
    const scoreOf = (process: number | string) => readFileSync(`/proc/${process}/oom_score_adj`, 'utf8').trim();
    expect(scoreOf(pid)).toBe('500');
    expect(scoreOf(supervisor.pid ?? 0)).not.toBe('500');
    process.kill(pid, 'SIGKILL');
    await waitUntil('the process is gone', async () => isGone(pid));
    const kept = await removeWhatWasRead();
    expect(kept).toBeGreaterThan(0);
    expect(kept).toBeLessThan(videos);
    const { splits } = await report();
    expect(splits.map((split) => split.findings.missing)).toEqual([undefined, undefined]);
    expect(splits.map((split) => split.videos)).toEqual([videos - 1, 1]);
    expect(await job()).toMatchObject({ attemptNumber: 2, phaseDone: videos, phaseTotal: videos });
  });
});

describe('kill -9 of the supervisor', () => {
  it('takes the process of the import with it, and the next supervisor goes on where it stopped', async () => {
    const first = startSlowSupervisor();
    const pid = await atWork(first);
    first.kill('SIGKILL');
    await waitUntil('the orphan is gone', async () => isGone(pid));
    expect((await job()).status).toBe('RUNNING');
    const kept = await removeWhatWasRead();
    expect(kept).toBeLessThan(videos);
    lab.startSupervisor();
    const { splits } = await report();
    expect(splits.map((split) => split.findings.missing)).toEqual([undefined, undefined]);
    expect(await job()).toMatchObject({ attemptNumber: 2 });
  });
});

describe('a supervisor that is told to stop', () => {
  it('hands its import back without a loss', async () => {
    const supervisor = startSlowSupervisor();
    await atWork(supervisor);
    supervisor.kill('SIGTERM');
    await waitUntil('handed back', async () => (await job()).status === 'QUEUED');
    expect(await job()).toMatchObject({ lostAttempts: 0 });
  });
});

describe('an import that is cancelled', () => {
  it('stops, keeps what it has read, and goes on from there when it is wanted again', async () => {
    const supervisor = startSlowSupervisor();
    const pid = await atWork(supervisor);
    await cancelTask(lab.db, taskId);
    await waitUntil('cancelled', async () => (await job()).status === 'CANCELLED');
    await waitUntil('its process is gone', async () => isGone(pid));
    const kept = await removeWhatWasRead();
    expect(kept).toBeGreaterThan(0);
    expect(kept).toBeLessThan(videos);
    await retryTask(lab.db, taskId);
    expect((await report()).splits.map((split) => split.findings.missing)).toEqual([undefined, undefined]);
  });
});

describe('two supervisors', () => {
  it('never both hold one job', async () => {
    lab.startSupervisor();
    lab.startSupervisor();
    await report();
    expect(await job()).toMatchObject({ attemptNumber: 1, status: 'SUCCEEDED' });
  });
});
