// @ts-check
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { startChild } from './children.mjs';
import { diskRemedy } from './diskRemedy.mjs';
import { linkPostgresLibraries, postgresPackage } from './linkPostgresLibraries.mjs';
import { packagesMatch } from './packagesMatch.mjs';
import { repository } from './paths.mjs';
import { SetupError } from './setupError.mjs';

/** @param {string} root whether node_modules is complete and of this package-lock.json */
export function arePackagesInstalled(root = repository) {
  const installed = path.join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installed)) return false;
  const read = (/** @type {string} */ file) => JSON.parse(readFileSync(file, 'utf8'));
  return packagesMatch(read(path.join(root, 'package-lock.json')), read(installed));
}

/** @param {import('./packagesMatch.mjs').LockedPackage & { os?: string[], cpu?: string[] }} entry */
function isForThisPlatform({ os, cpu }) {
  return (!os || os.includes(process.platform)) && (!cpu || cpu.includes(process.arch));
}

/**
 * `npm ci` without install scripts: one of them would download TensorFlow from a host of its own and fail the whole install where
 * that host is out of reach. The only script that matters links the PostgreSQL libraries; that is done here.
 * @param {import('./report.mjs').Report} report
 */
export async function installPackages(report, root = repository) {
  const { packages } = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'));
  const total = Object.entries(packages).filter(([place, entry]) => place && isForThisPlatform(entry)).length;
  report.step(`Packages: npm ci (${total})`);
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=http'];
  const child = startChild('npm', args, { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] });
  const closed = new Promise((resolve) => child.once('close', resolve));
  child.once('error', () => {}); // told by the exit code, which is not 0
  /** @type {string[]} */
  const log = [];
  const fetched = new Set();
  for await (const line of createInterface({ input: /** @type {import('node:stream').Readable} */ (child.stderr) })) {
    const archive = /^npm http (?:fetch|cache) .*?(\S+\.tgz)/.exec(line)?.[1];
    if (archive) report.progress(`${fetched.add(archive).size} of ${total}`);
    else if (!line.startsWith('npm http')) log.push(line);
  }
  await closed;
  if (child.exitCode !== 0) {
    throw new SetupError(
      `npm ci failed:\n${log.slice(-12).join('\n')}`,
      diskRemedy(log.join('\n')) ??
        'Check the connection to the npm registry (npm config get registry) and run the command again.',
    );
  }
  if (existsSync(postgresPackage(root))) linkPostgresLibraries(root);
  report.done(`${total} packages`);
}
