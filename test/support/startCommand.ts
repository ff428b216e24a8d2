import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { tryLock } from '@/scripts/setup/tryLock.mjs';

const terminal = fileURLToPath(new URL('./terminal.py', import.meta.url));

/** What a user does to end a command: types Ctrl-C, closes the terminal, or ends it from elsewhere. */
export type Ending = 'ctrl-c' | 'close' | 'SIGINT' | 'SIGTERM' | 'SIGHUP';

export type Command = {
  /** Resolves with the match when the pattern was written; rejects when the command ended before. */
  says: (pattern: RegExp) => Promise<RegExpExecArray>;
  end: (how: Ending) => void;
  /** Resolves with everything that was written when the command is gone. */
  gone: Promise<string>;
};

/** Runs a command in a terminal of its own, as a user types it. */
export function startCommand(command: string[], options: { cwd: string; env: Record<string, string> }): Command {
  const child = spawn('python3', [terminal, ...command], {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let text = '';
  const listeners = new Set<() => void>();
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    for (const listener of listeners) listener();
  });
  const gone = once(child, 'close').then(() => text);
  return {
    says: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const said = pattern.exec(text);
          if (said) resolve(said);
        };
        listeners.add(look);
        look();
        void gone.then(() => reject(new Error(`The command ended before it said ${pattern}:\n${text}`)));
      }),
    end: (how) => void child.stdin.write(`${how}\n`),
    gone,
  };
}

/** What a command left behind in a home: processes that know it, locks, a server, notes of being up. */
export async function leftBehind(home: string): Promise<string[]> {
  const release = await tryLock(path.join(home, 'lock'));
  await release?.();
  const notes = ['running.json', 'postgres/data/postmaster.pid', 'datasets/microcharades/.lock'];
  return [
    ...(release ? [] : ['the lock']),
    ...notes.filter((name) => existsSync(path.join(home, name))),
    ...processesOf(home),
  ];
}

/** Command lines of all processes that were given this text in their environment. */
function processesOf(text: string): string[] {
  return readdirSync('/proc').flatMap((pid) => {
    if (!/^\d+$/.test(pid) || pid === String(process.pid)) return [];
    try {
      if (!readFileSync(`/proc/${pid}/environ`, 'utf8').includes(text)) return [];
      return [readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')];
    } catch {
      return []; // it ended meanwhile
    }
  });
}
