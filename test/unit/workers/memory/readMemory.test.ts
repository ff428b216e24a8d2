import { totalmem } from 'node:os';
import { describe, expect, it } from 'vitest';
import { fakeKernel } from '@/test/support/fakeKernel';
import { cgroupFolders } from '@/workers/memory/cgroupFolders';
import { readMemoryLimit } from '@/workers/memory/readMemoryLimit';
import { readOomKills } from '@/workers/memory/readOomKills';

const gib = 2 ** 30;

const machine = (files: Record<string, string>) => fakeKernel(files).root;

describe('the memory there is', () => {
  it('is that of the machine where no cgroup gives less', async () => {
    const free = machine({ 'proc/self/cgroup': '0::/user.slice\n', 'sys/fs/cgroup/user.slice/memory.max': 'max\n' });
    expect(await readMemoryLimit(free)).toEqual({ total: 16 * gib, available: 12 * gib, source: 'machine' });
  });

  it('is that of the tightest cgroup around the process, version 2; what it caches is free', async () => {
    const root = machine({
      'proc/self/cgroup': '0::/a/b\n',
      'sys/fs/cgroup/a/b/memory.max': `${6 * gib}\n`,
      'sys/fs/cgroup/a/b/memory.current': `${1 * gib}\n`,
      'sys/fs/cgroup/a/memory.max': `${4 * gib}\n`,
      'sys/fs/cgroup/a/memory.current': `${3 * gib}\n`,
      'sys/fs/cgroup/a/memory.stat': `anon 1\ninactive_file ${gib}\n`,
    });
    expect(await readMemoryLimit(root)).toEqual({ total: 4 * gib, available: 2 * gib, source: 'cgroup' });
  });

  it('is that of version 1, also in a container that sees its own group as the root', async () => {
    const root = machine({
      'proc/self/cgroup': '5:cpu:/\n4:memory:/docker/1234\n',
      'sys/fs/cgroup/memory/memory.limit_in_bytes': `${2 * gib}\n`,
      'sys/fs/cgroup/memory/memory.usage_in_bytes': `${gib}\n`,
      'sys/fs/cgroup/memory/memory.stat': 'cache 5\ntotal_inactive_file 0\n',
    });
    expect(await readMemoryLimit(root)).toEqual({ total: 2 * gib, available: gib, source: 'cgroup' });
  });

  it('is read from this machine', async () => {
    const { total, available } = await readMemoryLimit();
    expect(total).toBeGreaterThan(gib / 4);
    expect(total).toBeLessThanOrEqual(totalmem());
    expect(available).toBeGreaterThan(0);
    expect(available).toBeLessThanOrEqual(total);
  });
});

describe('the kills for want of memory', () => {
  it('are counted by the cgroups around the process and by the machine', async () => {
    const root = machine({
      'proc/self/cgroup': '0::/a/b\n',
      'sys/fs/cgroup/a/b/memory.events': 'low 0\noom 3\noom_kill 2\n',
      'sys/fs/cgroup/a/memory.events': 'oom_kill 5\n',
      'proc/vmstat': 'nr_free_pages 7\noom_kill 9\n',
    });
    expect(await readOomKills(await cgroupFolders(root), root)).toEqual({ groups: 7, machine: 9 });
    const first = machine({
      'proc/self/cgroup': '4:memory:/x\n',
      'sys/fs/cgroup/memory/x/memory.oom_control': 'oom_kill_disable 0\nunder_oom 0\noom_kill 1\n',
    });
    expect(await readOomKills(await cgroupFolders(first), first)).toEqual({ groups: 1, machine: null });
  });
});
