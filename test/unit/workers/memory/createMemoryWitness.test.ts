import { describe, expect, it } from 'vitest';
import { createMemoryWitness } from '@/workers/memory/createMemoryWitness';
import type { OomKills } from '@/workers/memory/readOomKills';

const gib = 2 ** 30;
const total = 16 * gib;
const killedBy = (signal: string) => ({ code: null, signal, error: null });
const options = { killed: false, total };

/** A witness that has looked at the process a few times; `counts` can be changed afterwards. */
function witness(counts: OomKills, resident: number) {
  const made = createMemoryWitness(async () => ({ ...counts }));
  made.saw(resident);
  made.saw(resident);
  return made;
}

describe('a process that was killed', () => {
  it('died for want of memory where its cgroup counts a kill more', async () => {
    const counts = { group: 1, machine: 4 };
    const seen = witness(counts, gib);
    expect(await seen.verdict(killedBy('SIGKILL'), options)).toBeNull();
    counts.group = 2;
    expect(await seen.verdict(killedBy('SIGKILL'), options)).toContain('memory had run out');
    expect(await seen.verdict({ code: 137, signal: null, error: null }, options)).toContain('memory had run out');
  });

  it('did not where the supervisor killed it, whatever the counts say', async () => {
    const counts = { group: 1, machine: 4 };
    const seen = witness(counts, gib);
    counts.group = 2;
    expect(await seen.verdict(killedBy('SIGKILL'), { killed: true, total })).toBeNull();
  });

  it('is taken for the victim that the machine counts only where it held much of the memory', async () => {
    for (const [resident, expected] of [
      [12 * gib, true],
      [2 * gib, false],
    ] as const) {
      const counts: OomKills = { group: null, machine: 4 };
      const seen = witness(counts, resident);
      counts.machine = 5;
      expect((await seen.verdict(killedBy('SIGKILL'), options)) !== null).toBe(expected);
    }
  });

  it('is taken for a victim where nobody counts and it held nearly everything', async () => {
    const nobody = { group: null, machine: null };
    expect(await witness(nobody, 15 * gib).verdict(killedBy('SIGKILL'), options)).not.toBeNull();
    expect(await witness(nobody, 10 * gib).verdict(killedBy('SIGKILL'), options)).toBeNull();
  });

  it('keeps a kill for memory that was long ago out of it', async () => {
    const counts = { group: 1, machine: 1 };
    const seen = witness(counts, gib);
    counts.group = 2; // another process, some time ago
    seen.saw(gib);
    seen.saw(gib);
    expect(await seen.verdict(killedBy('SIGKILL'), options)).toBeNull();
  });
});

describe('a process that aborted', () => {
  it.each([
    ['FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory', 'heap of Node.js'],
    ["terminate called after throwing an instance of 'std::bad_alloc'", 'std::bad_alloc'],
    ['E0000 OOM when allocating tensor with shape[8,64]', 'the engine'],
  ])('says why in its last words: %s', async (line, cause) => {
    const seen = witness({ group: 0, machine: 0 }, gib);
    seen.heard('something else');
    seen.heard(line);
    expect(await seen.verdict(killedBy('SIGABRT'), options)).toContain(cause);
    expect(await seen.verdict({ code: 134, signal: null, error: null }, options)).toContain(cause);
    expect(await seen.verdict({ code: 1, signal: null, error: null }, options)).toBeNull();
  });

  it('is no matter of memory without such words', async () => {
    const seen = witness({ group: 0, machine: 0 }, gib);
    expect(await seen.verdict(killedBy('SIGABRT'), options)).toBeNull();
    expect(await seen.verdict(killedBy('SIGSEGV'), options)).toBeNull();
  });
});
