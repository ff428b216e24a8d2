import { describe, expect, it } from 'vitest';
import { fakeKernel } from '@/test/support/fakeKernel';
import { createMemoryWatch } from '@/workers/memory/createMemoryWatch';

const gib = 2 ** 30;
const pid = 42;
const died = (signal: string) => ({ code: null, signal, error: null });
const byItself = { killed: false };
const status = (resident: number, size = resident) =>
  `Name:\tnode\nVmSize:\t${size / 1024} kB\nVmRSS:\t${resident / 1024} kB\n`;
const limits = (allowed: string) =>
  `Limit  Soft Limit  Hard Limit  Units\nMax address space         ${allowed}   ${allowed}  bytes\n`;
const group = (kills: number) => ({ 'sys/fs/cgroup/job/memory.events': `oom 1\noom_kill ${kills}\n` });
const everywhere = (kills: number) => ({ 'proc/vmstat': `oom_kill ${kills}\n` });

/** A process of so many bytes that a memory watch has looked at three times. */
async function watched(resident: number, files: Record<string, string> = { ...group(1), ...everywhere(4) }) {
  const kernel = fakeKernel({
    [`proc/${pid}/status`]: status(resident),
    [`proc/${pid}/limits`]: limits('unlimited'),
    [`proc/${pid}/cgroup`]: '0::/job\n',
    ...files,
  });
  const memoryWatch = createMemoryWatch(pid, kernel.root);
  await memoryWatch.look();
  await memoryWatch.look();
  return { ...kernel, memoryWatch };
}

describe('a process that was killed', () => {
  it('died for want of memory where its cgroup counts a kill more', async () => {
    const { memoryWatch, write } = await watched(gib);
    expect(await memoryWatch.verdict(died('SIGKILL'), byItself)).toBeNull();
    write(group(2));
    const death = { happened: expect.stringContaining('memory had run out'), held: gib, total: 16 * gib };
    expect(await memoryWatch.verdict(died('SIGKILL'), byItself)).toEqual(death);
    expect(await memoryWatch.verdict({ code: 137, signal: null, error: null }, byItself)).toEqual(death);
  });

  it('did not where the supervisor killed it, whatever the counts say', async () => {
    const { memoryWatch, write } = await watched(gib);
    write(group(2));
    expect(await memoryWatch.verdict(died('SIGKILL'), { killed: true })).toBeNull();
  });

  it('is taken for the victim that only the machine counts where it held much of the memory', async () => {
    for (const [resident, isVictim] of [
      [12 * gib, true],
      [2 * gib, false],
    ] as const) {
      const { memoryWatch, write } = await watched(resident);
      write(everywhere(5));
      expect((await memoryWatch.verdict(died('SIGKILL'), byItself)) !== null).toBe(isVictim);
    }
  });

  it('is taken for a victim where nobody counts and it held nearly everything', async () => {
    const large = await watched(15 * gib, {});
    expect(await large.memoryWatch.verdict(died('SIGKILL'), byItself)).not.toBeNull();
    const small = await watched(10 * gib, {});
    expect(await small.memoryWatch.verdict(died('SIGKILL'), byItself)).toBeNull();
  });

  it('has nothing to do with a kill that was some time ago', async () => {
    const { memoryWatch, write } = await watched(gib);
    write(group(2));
    await memoryWatch.look();
    await memoryWatch.look();
    expect(await memoryWatch.verdict(died('SIGKILL'), byItself)).toBeNull();
  });
});

describe('a process that aborted', () => {
  it.each([
    ['FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory', 'heap of Node.js'],
    ["terminate called after throwing an instance of 'std::bad_alloc'", 'std::bad_alloc'],
    ['E0000 OOM when allocating tensor with shape[8,64]', 'the engine'],
  ])('says why in its last words: %s', async (line, cause) => {
    const { memoryWatch } = await watched(gib);
    memoryWatch.heard('something else');
    memoryWatch.heard(line);
    const happened = expect.stringContaining(cause);
    expect(await memoryWatch.verdict(died('SIGABRT'), byItself)).toMatchObject({ happened });
    expect(await memoryWatch.verdict({ code: 134, signal: null, error: null }, byItself)).toMatchObject({ happened });
    expect(await memoryWatch.verdict({ code: 1, signal: null, error: null }, byItself)).toBeNull();
  });

  it('had used up its address space, or it is no matter of memory', async () => {
    const { memoryWatch, write } = await watched(gib);
    expect(await memoryWatch.verdict(died('SIGSEGV'), byItself)).toBeNull();
    write({ [`proc/${pid}/limits`]: limits(String(1.1 * gib)) });
    await memoryWatch.look();
    expect(await memoryWatch.verdict(died('SIGSEGV'), byItself)).toMatchObject({
      remedy: expect.stringContaining('ulimit -v'),
    });
  });
});
