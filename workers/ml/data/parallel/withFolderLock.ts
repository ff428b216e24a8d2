import { readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { signOfLife } from '@/workers/ml/lifeSigns';

const refreshMs = 2000;
const staleMs = 20_000;

/**
 * Lets one process at a time work in a folder, so that two that want the same data do not both make it. The lock is a
 * file that its holder touches; it is taken over when the holder is gone. Losing it does no harm beyond double work,
 * because everything in such a folder is written to a temporary file and renamed.
 * @param folder must exist
 */
export async function withFolderLock<Result>(
  options: { folder: string; signal?: AbortSignal },
  work: () => Promise<Result>,
): Promise<Result> {
  const path = join(options.folder, '.lock');
  while (!(await claim(path))) {
    options.signal?.throwIfAborted();
    signOfLife(); // whoever holds the lock is watched by somebody else
    if (await isAbandoned(path)) await rm(path, { force: true });
    else await sleep(200, undefined, { signal: options.signal });
  }
  const refresh = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => undefined); // taken over: harmless, see above
  }, refreshMs);
  try {
    return await work();
  } finally {
    clearInterval(refresh);
    await rm(path, { force: true });
  }
}

async function claim(path: string): Promise<boolean> {
  try {
    await writeFile(path, `${process.pid} ${hostname()}\n`, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function isAbandoned(path: string): Promise<boolean> {
  try {
    const { mtimeMs } = await stat(path);
    if (Date.now() - mtimeMs > staleMs) return true;
    const [pid, host] = (await readFile(path, 'utf8')).trim().split(' ');
    return host === hostname() && pid !== undefined && Number(pid) !== process.pid && !isAlive(Number(pid));
  } catch {
    return false; // gone between two looks: the next claim decides
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
