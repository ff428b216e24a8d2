import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Commit of the source that runs, with `-dirty` where files differ from it; null outside a checkout or without git. */
export async function sourceCommit(folder: string): Promise<string | null> {
  const git = (...args: string[]) => run('git', ['-C', folder, ...args], { timeout: 10_000 });
  try {
    const { stdout: commit } = await git('rev-parse', 'HEAD');
    const { stdout: changes } = await git('status', '--porcelain', '--untracked-files=no');
    return changes.trim() === '' ? commit.trim() : `${commit.trim()}-dirty`;
  } catch {
    return null;
  }
}
