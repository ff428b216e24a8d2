// @ts-check
import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import { SetupError } from './setupError.mjs';

/** Exit status of both programs where somebody else holds the lock. */
const TAKEN = 1;

const inPython = `import fcntl, sys
try:
    fcntl.flock(3, fcntl.LOCK_EX | fcntl.LOCK_NB)
except BlockingIOError:
    sys.exit(${TAKEN})`;

/**
 * Programs that lock the open file they are given as descriptor 3. Such a lock (flock(2)) belongs to the open file, not to the process
 * that asked for it: it stays with us when the program has ended.
 */
const programs = [
  ['flock', '-n', '3'],
  ['python3', '-c', inPython],
];

/**
 * Takes a lock that the kernel gives back when this process ends, however it ends. The file only carries it: it is never removed, since
 * whoever removes it might lock another one than somebody who has it open. It has to lie where other users cannot open it.
 * @param {string} file made where it is not there
 * @returns {Promise<(() => Promise<void>) | undefined>} the function that gives it back; undefined when it is held already
 */
export async function tryLock(file) {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const descriptor = openSync(file, 'a', 0o600); // closed in every program that this process starts
  for (const [program = '', ...args] of programs) {
    // A session of its own: a Ctrl-C in the terminal is for us. (Node's types leave that option out for spawnSync.)
    const options = { stdio: ['ignore', 'ignore', 'pipe', descriptor], detached: true };
    const { status, error, stderr } = spawnSync(
      program,
      args,
      /** @type {import('node:child_process').SpawnSyncOptions} */ (options),
    );
    if (/** @type {NodeJS.ErrnoException | undefined} */ (error)?.code === 'ENOENT') continue;
    if (status === 0) return async () => closeSync(descriptor);
    closeSync(descriptor);
    if (status === TAKEN) return undefined;
    throw new SetupError(
      `The lock ${file} cannot be taken: ${stderr?.toString().trim() || error?.message || `${program} ended with ${status}`}.`,
      'Use a disk whose file system knows locks (flock).',
    );
  }
  closeSync(descriptor);
  throw new SetupError('The program flock is missing, and so is python3.', 'apt-get install -y util-linux');
}
