import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '@/domain/errors';
import { asServerUser } from './asServerUser';
import { postgresBinaries } from './postgresBinaries';
import type { Postmaster } from './postmasterPid';

export type LaunchOptions = { data: string; port: number; logFile: string; settings: string[] };

/**
 * Spawns the server in a process group of its own: a Ctrl-C in the terminal must reach the workers first and the database last.
 * No Unix socket: its path would be too long in deep folders.
 */
export function launchServer({ data, port, logFile, settings }: LaunchOptions): Promise<Postmaster> {
  const wanted = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', `port=${port}`, ...settings];
  const flags = ['-D', data, ...wanted.flatMap((setting) => ['-c', setting])];
  const { command, args, ids } = asServerUser(postgresBinaries().postgres, flags, [data]);
  mkdirSync(path.dirname(logFile), { recursive: true });
  const log = openSync(logFile, 'a');
  return new Promise((resolve, reject) => {
    // LC_ALL: the server's own messages in English, whatever the terminal speaks, since waitUntilReady shows them.
    const child = spawn(command, args, {
      ...ids,
      cwd: '/',
      detached: true,
      stdio: ['ignore', log, log],
      env: { ...process.env, LC_ALL: 'C' },
    });
    child.once('error', (cause) => {
      reject(new AppError('database_unreachable', `PostgreSQL could not be started: ${cause.message}`, { cause }));
    });
    child.once('spawn', () => {
      child.unref();
      if (child.pid !== undefined) resolve({ pid: child.pid, port });
    });
    closeSync(log);
  });
}
