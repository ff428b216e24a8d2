// @ts-check
import { createHash } from 'node:crypto';
import {
  createReadStream,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { startChild } from './children.mjs';
import { diskRemedy } from './diskRemedy.mjs';
import { megabytes } from './megabytes.mjs';
import { SetupError } from './setupError.mjs';
import { platformTags } from './wheels.mjs';

/** @param {string} file */
async function sha256(file) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/**
 * Size of the largest file below a folder, in bytes. pip writes a wheel in one place and copies it to another when it is whole. What
 * pip removes while this looks (files and folders alike) counts as nothing: a glance at the progress must not end the installation.
 * @param {string} folder
 * @returns {number}
 */
export function largestFile(folder) {
  const sizes = entriesOf(folder).map((entry) => {
    const place = path.join(folder, entry.name);
    if (entry.isDirectory()) return largestFile(place);
    return statSync(place, { throwIfNoEntry: false })?.size ?? 0;
  });
  return Math.max(0, ...sizes);
}

/** @param {string} folder */
function entriesOf(folder) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') return [];
    throw error;
  }
}

/**
 * Fetches one wheel with pip, which honours the user's index, mirror, proxy and certificates.
 * @param {import('./wheels.mjs').Wheel} wheel
 * @param {{ folder: string, python: string, onBytes: (bytes: number) => void }} options
 * @returns {Promise<string>} path of the file pip left in `folder`
 */
async function pipDownload({ name, version, sha256: digest }, { folder, python, onBytes }) {
  const requirements = path.join(folder, 'requirements.txt');
  writeFileSync(requirements, `${name}==${version} --hash=sha256:${digest}\n`);
  const target = ['--python-version', '3.12', ...platformTags().flatMap((tag) => ['--platform', tag])];
  const where = ['--only-binary=:all:', '--no-deps', '--require-hashes', '--no-cache-dir', '--dest', folder];
  const quiet = ['--disable-pip-version-check', '--no-input', '--progress-bar', 'off'];
  // TMPDIR: pip writes the file there while it arrives, where its size can be seen.
  const child = startChild(python, ['-m', 'pip', 'download', ...quiet, ...where, ...target, '-r', requirements], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, TMPDIR: folder },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk));
  const timer = setInterval(() => onBytes(largestFile(folder)), 300);
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve)).finally(() =>
    clearInterval(timer),
  );
  const file = readdirSync(folder).find((entry) => entry.endsWith('.whl'));
  if (code !== 0 || !file) {
    const lines = output.trim().split('\n').slice(-6).join('\n');
    throw new SetupError(
      `pip could not download ${name} ${version}:\n${lines}`,
      diskRemedy(output) ??
        'Check the connection. Behind a mirror or proxy, set PIP_INDEX_URL or HTTPS_PROXY. Then run the command again: what is complete is kept.',
    );
  }
  return path.join(folder, file);
}

/**
 * Downloads the wheels into `folder`, each under its own name, verified. A wheel that is there is not fetched again, so after an
 * interruption only the one in flight is lost.
 * @param {import('./wheels.mjs').Wheel[]} wheels
 * @param {{ folder: string, python: string, onProgress: (text: string) => void }} options
 * @returns {Promise<string[]>} paths, in the order asked for
 */
export async function downloadWheels(wheels, { folder, python, onProgress }) {
  const total = wheels.reduce((sum, wheel) => sum + wheel.bytes, 0);
  let before = 0;
  const files = [];
  for (const wheel of wheels) {
    const file = path.join(folder, `${wheel.name}-${wheel.version}.whl`);
    files.push(file);
    if (!existsSync(file) || (await sha256(file)) !== wheel.sha256) {
      const arriving = path.join(folder, `.arriving-${wheel.name}`);
      rmSync(arriving, { recursive: true, force: true });
      mkdirSync(arriving, { recursive: true });
      const onBytes = (/** @type {number} */ bytes) =>
        onProgress(`${megabytes(before + bytes)} of ${megabytes(total)}`);
      const arrived = await pipDownload(wheel, { folder: arriving, python, onBytes });
      if ((await sha256(arrived)) !== wheel.sha256)
        throw new Error(`${wheel.name} changed on the disk after pip had checked it.`);
      renameSync(arrived, file);
      rmSync(arriving, { recursive: true, force: true });
    }
    before += wheel.bytes;
  }
  return files;
}
