import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '@/domain/errors';
import { runChild } from '@/scripts/setup/children.mjs';
import { asServerUser } from './asServerUser';
import { clusterPassword } from './clusterPassword';
import { fullDisk } from './fullDisk';
import { postgresBinaries } from './postgresBinaries';
import { serverUser } from './serverUser';

/**
 * Makes `<folder>/data`, a UTF-8 cluster in the C locale with one superuser `fovea`, unless it is there. It is made under
 * another name and renamed when it is whole, so an interruption leaves nothing half done.
 */
export async function initCluster(folder: string, signal?: AbortSignal): Promise<void> {
  const data = path.join(folder, 'data');
  if (existsSync(path.join(data, 'PG_VERSION'))) return;
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) {
    if (name.startsWith('data.new-')) rmSync(path.join(folder, name), { recursive: true, force: true });
  }
  const fresh = path.join(folder, `data.new-${randomBytes(4).toString('hex')}`);
  mkdirSync(fresh, { mode: 0o700 });
  const passwordFile = `${fresh}-password`;
  writeFileSync(passwordFile, clusterPassword(folder), { mode: 0o600 });
  const user = serverUser();
  if (user) for (const file of [fresh, passwordFile]) chownSync(file, user.uid, user.gid);
  const flags = ['--encoding=UTF8', '--locale=C', '--username=fovea', '--auth=scram-sha-256'];
  const { command, args, ids } = asServerUser(
    postgresBinaries().initdb,
    [`--pgdata=${fresh}`, `--pwfile=${passwordFile}`, ...flags],
    [fresh],
  );
  try {
    await runChild(command, args, { ...ids, cwd: '/', signal });
  } catch (cause) {
    rmSync(fresh, { recursive: true, force: true });
    signal?.throwIfAborted();
    const detail = (cause as Error).message.trim();
    throw (
      fullDisk(folder, detail) ??
      new AppError('database_unreachable', `initdb could not make a database in ${data}:\n${detail}`, { cause })
    );
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(fresh, data);
}
