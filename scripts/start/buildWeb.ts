import { closeSync, existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '@/domain/errors';
import { writeWholeSync } from '@/files/writeWhole.mjs';
import { endChild, startChild } from '@/scripts/setup/children.mjs';
import { diskRemedy } from '@/scripts/setup/diskRemedy.mjs';
import { lockFile, repository } from '@/scripts/setup/paths.mjs';
import type { Report } from '@/scripts/setup/report.mjs';
import { withLock } from '@/scripts/setup/withLock.mjs';
import { endOfFile } from './endOfFile';
import { openLog } from './openLog';
import { sourceFingerprint } from './sourceFingerprint';

const BUILD = path.join(repository, '.next');
const STAMP = path.join(BUILD, 'fovea-sources');

const nextCommand = path.join(repository, 'node_modules', 'next', 'dist', 'bin', 'next');

function isCurrent(): boolean {
  if (!existsSync(path.join(BUILD, 'BUILD_ID')) || !existsSync(STAMP)) return false;
  return readFileSync(STAMP, 'utf8') === sourceFingerprint(repository);
}

export type BuildOptions = { logFile: string; env: NodeJS.ProcessEnv; report: Report; signal?: AbortSignal };

/**
 * `next build`, unless the build at hand was made from the same sources.
 * @throws AppError internal with the end of the log; the reason of the signal
 */
export async function buildWeb({ logFile, env, report, signal }: BuildOptions): Promise<void> {
  if (isCurrent()) return;
  report.step('Workbench: next build');
  const begun = Date.now();
  const timer = setInterval(() => report.progress(`${Math.round((Date.now() - begun) / 1000)} s`), 1000);
  const work = async () => {
    if (isCurrent()) return;
    const fingerprint = sourceFingerprint(repository);
    rmSync(STAMP, { force: true }); // an interrupted build must not be taken for the one before
    const log = openLog(logFile);
    const child = startChild(process.execPath, [nextCommand, 'build'], {
      cwd: repository,
      env: { ...env, NEXT_TELEMETRY_DISABLED: '1' },
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    const onAbort = () => void endChild(child);
    signal?.addEventListener('abort', onAbort);
    const code = await new Promise((resolve) => child.once('error', resolve).once('exit', resolve));
    signal?.removeEventListener('abort', onAbort);
    signal?.throwIfAborted();
    if (code !== 0) {
      throw new AppError(
        'internal',
        `The workbench could not be built. ${diskRemedy(endOfFile(logFile, 30)) ?? ''}\nThe end of ${logFile}:\n${endOfFile(logFile, 30)}`,
      );
    }
    writeWholeSync(STAMP, fingerprint);
  };
  await withLock(lockFile('build'), work, { signal }).finally(() => clearInterval(timer));
  report.done();
}
