import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createExperiment } from '@/server/experiments/createExperiment';
import { retryRun } from '@/server/runs/retryRun';
import { createLab, type Lab } from '@/test/support/createLab';
import { smallSpec } from '@/test/support/smallSpec';
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
beforeAll(async () => {
  lab = await createLab();
});
afterAll(() => lab.close());

it.skipIf(!canMount())(
  'a full disk fails the run with folder and free space, leaves nothing half written, and the run goes on once there is room',
  async () => {
    lab.plan({ checkpointBytes: 100_000 });
    const root = join(lab.home, 'artifacts');
    spawnSync('mkdir', ['-p', root]);
    const supervisor = lab.startSupervisor({ wrap: (command) => onOwnDisk(root, 400, command) });
    await waitUntil('a worker', async () => (await lab.db.worker.count()) > 0);
    const disk = `/proc/${supervisor.pid}/root${root}`; // the folder as the worker sees it
    writeFileSync(join(disk, 'ballast'), Buffer.alloc(180_000));

    const cells = [{ variant: 'base' as const, fusion: 'temporal_concat' as const }];
    const [id] = (await createExperiment(lab.db, smallSpec({ cells }))).runIds;
    const run = () => lab.db.run.findUniqueOrThrow({ where: { id: id! } });
    await waitUntil('failed', async () => (await run()).status === 'FAILED');
    const { statusCode, statusMessage } = await run();
    expect(statusCode).toBe('disk_full');
    expect(statusMessage).toContain(`The disk of ${root} is full`);
    expect(statusMessage).toMatch(/\d+\.\d MiB to write, \d+\.\d MiB free/);
    const files = readdirSync(disk, { recursive: true })
      .map(String)
      .filter((name) => statSync(join(disk, name)).isFile());
    const checkpoints = await lab.db.checkpoint.count({ where: { runId: id! } });
    expect(checkpoints).toBeGreaterThan(0);
    expect(files).toHaveLength(checkpoints + 1);

    rmSync(join(disk, 'ballast'));
    await retryRun(lab.db, id!);
    await waitUntil('finished', async () => (await run()).status === 'SUCCEEDED');
    const attempts = await lab.db.runAttempt.findMany({ where: { runId: id! }, orderBy: { number: 'asc' } });
    expect(attempts.map(({ outcome }) => outcome)).toEqual(['FAILED', 'SUCCEEDED']);
    expect(attempts[1]?.resumedAtStep).toBeGreaterThan(0);
  },
);
