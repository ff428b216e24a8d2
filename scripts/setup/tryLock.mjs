// @ts-check
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** @param {string} socket whether somebody listens there */
function answers(socket) {
  return new Promise((resolve) => {
    const client = connect(socket);
    client.once('connect', () => resolve(true)).once('error', () => resolve(false));
    client.once('connect', () => client.destroy());
  });
}

/**
 * Takes a lock that is named after a path and that the kernel gives back when this process ends, however it ends: a Unix socket,
 * on Linux one without a file.
 * @param {string} name
 * @returns {Promise<(() => Promise<void>) | undefined>} the function that gives it back; undefined when another process holds it
 */
export async function tryLock(name) {
  const id = `fovea-${createHash('sha256').update(name).digest('hex').slice(0, 24)}`;
  const abstract = process.platform === 'linux';
  const socket = abstract ? `\0${id}` : path.join(tmpdir(), `${id}.sock`);
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const server = createServer((client) => client.destroy());
    const code = await new Promise((resolve) => {
      server.once('error', (error) => resolve(/** @type {NodeJS.ErrnoException} */ (error).code));
      server.listen(socket, () => resolve(undefined));
    });
    if (code === undefined) {
      server.unref();
      return () => new Promise((resolve) => server.close(() => resolve()));
    }
    if (code !== 'EADDRINUSE') throw new Error(`The lock ${id} cannot be taken: ${code}`);
    if (abstract || (await answers(socket))) return undefined;
    rmSync(socket, { force: true }); // left behind by a process that was killed
  }
  return undefined;
}
