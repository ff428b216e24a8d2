import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { foveaCache } from '@/scripts/setup/paths.mjs';

const run = promisify(execFile);

/** The newest of each line when this was written. */
const versions = { 20: '20.20.2', 22: '22.23.3', 24: '24.21.0' } as const;
export type NodeLine = keyof typeof versions;
export const nodeLines = [20, 22, 24] as const satisfies NodeLine[];

/**
 * A Node.js of a line: the one that runs here where it is of that line, else one from the npm registry, kept in the cache.
 * @returns its path and version, or why this machine has none and what to do about it
 */
export async function nodeBinary(line: NodeLine): Promise<{ path: string; version: string } | string> {
  if (process.version.startsWith(`v${line}.`)) return { path: process.execPath, version: process.version };
  if (process.platform !== 'linux') return `Node ${line} comes from the registry for Linux only: run this test there`;
  const version = versions[line];
  const name = `node-linux-${process.arch}`;
  const folder = join(foveaCache(), 'node', `${name}-${version}`);
  const path = join(folder, 'node_modules', name, 'bin', 'node');
  if (!existsSync(path)) {
    const problem = await install(`${name}@${version}`, folder);
    if (problem !== null) return problem;
  }
  return { path, version: `v${version}` };
}

async function install(what: string, folder: string): Promise<string | null> {
  await mkdir(join(folder, '..'), { recursive: true });
  const fresh = await mkdtemp(`${folder}.part-`);
  try {
    const args = [
      'install',
      '--ignore-scripts',
      '--fetch-retries=1',
      '--no-save',
      '--no-audit',
      '--no-fund',
      '--prefix',
      fresh,
      what,
    ];
    await run('npm', args, { timeout: 120_000 });
    await rename(fresh, folder);
    return null;
  } catch (error) {
    if (existsSync(folder)) return null; // another test run was faster
    const reason = (error as Error).message.split('\n').find((line) => line.includes('code E')) ?? 'no answer';
    return `${what} could not be had from the npm registry (${reason.trim()}): connect once, or put it into ${folder}`;
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}
