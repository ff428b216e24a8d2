import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { repository } from '@/scripts/setup/paths.mjs';
import { temporaryFolder } from '@/test/support/temporaryFolder';
import { runInChildren } from '@/workers/ml/data/parallel/runInChildren';

type Job = { value: number; act?: 'refuse' | 'break' | 'die' | 'hang' };

/** A child module in TypeScript that squares numbers, or fails as it is told. */
function squaring(): URL {
  const folder = temporaryFolder();
  const serveJobs = path.join(repository, 'workers/ml/data/parallel/serveJobs.ts');
  const file = path.join(folder, 'square.ts');
  writeFileSync(
    file,
    `import { AppError } from '@/domain/errors';
     import { serveJobs } from ${JSON.stringify(serveJobs)};
     type Job = { value: number; act?: string };
     serveJobs<Job, { square: number; pid: number }>(async ({ value, act }) => {
       if (act === 'refuse') throw new AppError('video_undecodable', 'V7 is broken');
       if (act === 'break') throw new TypeError('a bug');
       if (act === 'die') process.exit(3);
       if (act === 'hang') for (;;);
       await new Promise((resolve) => setTimeout(resolve, 5));
       return { square: value * value, pid: process.pid };
     });`,
  );
  return pathToFileURL(file);
}

async function run(jobs: Job[], options: { parallel?: number; signal?: AbortSignal; onResult?: () => void } = {}) {
  const results: { square: number; pid: number; value: number }[] = [];
  await runInChildren<Job, { square: number; pid: number }>({
    module: squaring(),
    jobs,
    parallel: options.parallel ?? 2,
    signal: options.signal,
    onResult: (result, job) => {
      results.push({ ...result, value: job.value });
      options.onResult?.();
    },
  });
  return results;
}

const jobs = (count: number) => Array.from({ length: count }, (_, value): Job => ({ value }));

describe('runInChildren', () => {
  test('does every job once, in several processes that are not this one, and leaves none behind', async () => {
    const results = await run(jobs(20), { parallel: 3 });
    expect(results.map(({ value }) => value).sort((a, b) => a - b)).toEqual(jobs(20).map(({ value }) => value));
    for (const { square, value } of results) expect(square).toBe(value * value);
    const pids = new Set(results.map(({ pid }) => pid));
    expect(pids.size).toBe(3);
    expect(pids.has(process.pid)).toBe(false);
    for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });

  test('starts nothing where there is nothing to do, and no more children than jobs', async () => {
    expect(await run([])).toEqual([]);
    expect(new Set((await run(jobs(1), { parallel: 8 })).map(({ pid }) => pid)).size).toBe(1);
  });

  test('an AppError keeps its code, a bug its message', async () => {
    await expect(run([...jobs(3), { value: 3, act: 'refuse' }])).rejects.toMatchObject({
      code: 'video_undecodable',
      message: 'V7 is broken',
      name: 'AppError',
    });
    await expect(run([{ value: 0, act: 'break' }])).rejects.toThrow('a bug');
  });

  test('a child that dies is an error, not a wait for ever', async () => {
    await expect(run([...jobs(3), { value: 3, act: 'die' }])).rejects.toThrow('a child of the pool ended (3)');
  });

  test('an abort ends it, even when a child does not listen', async () => {
    const stop = new AbortController();
    const work = run([...jobs(2), { value: 2, act: 'hang' }], {
      signal: stop.signal,
      onResult: () => stop.abort(new Error('stop')),
    });
    await expect(work).rejects.toThrow('stop');
    await expect(run(jobs(1), { signal: AbortSignal.abort(new Error('before')) })).rejects.toThrow('before');
  });

  test('what the receiver of results throws ends it', async () => {
    const onResult = () => {
      throw new Error('no room');
    };
    await expect(run(jobs(4), { onResult })).rejects.toThrow('no room');
  });
});
