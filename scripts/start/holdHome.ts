import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { writeWholeSync } from '@/files/writeWhole.mjs';
import { tryLock } from '@/scripts/setup/tryLock.mjs';

/** Address of a workbench, and the link that carries its access token. */
export type Running = { url: string; link: string };

export type HeldHome = { publish: (running: Running) => void; release: () => Promise<void> };

const stateFile = (home: string) => path.join(home, 'running.json');

/** One workbench at a time in a home. @returns undefined when one runs there */
export async function holdHome(home: string): Promise<HeldHome | undefined> {
  const release = await tryLock(path.join(home, 'lock'));
  if (!release) return undefined;
  rmSync(stateFile(home), { force: true });
  return {
    publish: (running) =>
      writeWholeSync(stateFile(home), JSON.stringify({ ...running, pid: process.pid }), { mode: 0o600 }),
    release: async () => {
      rmSync(stateFile(home), { force: true });
      await release();
    },
  };
}

/** The workbench that runs in this home; undefined while it is starting. */
export function runningIn(home: string): Running | undefined {
  if (!existsSync(stateFile(home))) return undefined;
  return JSON.parse(readFileSync(stateFile(home), 'utf8')) as Running;
}
