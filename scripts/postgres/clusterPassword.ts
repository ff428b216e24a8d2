import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '@/domain/errors';
import { writeWholeSync } from '@/files/writeWhole.mjs';
import { asServerUser } from './asServerUser';
import { postgresBinaries } from './postgresBinaries';

export const passwordFile = (folder: string) => path.join(folder, 'password');

/**
 * The superuser's password: random, made once, readable by the owner only.
 * @throws AppError config_invalid where the file holds none
 */
export function clusterPassword(folder: string): string {
  const file = passwordFile(folder);
  if (!existsSync(file)) writeWholeSync(file, randomBytes(24).toString('base64url'), { mode: 0o600 });
  const password = readFileSync(file, 'utf8').trim();
  if (/^\S+$/.test(password)) return password;
  const what = password === '' ? 'is empty' : 'holds no password';
  throw new AppError(
    'config_invalid',
    `${file} ${what}. Put the database's password back into it, or remove the file: the next start makes a new one. Nothing stored is lost.`,
  );
}

/** Gives the database a new password, without the old one: whoever owns its files may. The server must not be running. */
export function renewPassword(folder: string): void {
  const data = path.join(folder, 'data');
  const password = randomBytes(24).toString('base64url');
  const { command, args, ids } = asServerUser(
    postgresBinaries().postgres,
    ['--single', '-D', data, 'postgres'],
    [data],
  );
  const input = `alter role fovea password '${password}'\n`;
  const { status, stderr } = spawnSync(command, args, { ...ids, cwd: '/', input, encoding: 'utf8' });
  if (status !== 0) {
    throw new AppError(
      'database_unreachable',
      `${passwordFile(folder)} is missing, and the database in ${data} took no new password: ${stderr.trim().split('\n').at(-1)}`,
    );
  }
  writeWholeSync(passwordFile(folder), password, { mode: 0o600 });
}
