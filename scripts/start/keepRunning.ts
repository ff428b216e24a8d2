import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { repository } from '@/scripts/setup/paths.mjs';
import { endOfFile } from './endOfFile';
import { openLog } from './openLog';

export type KeepOptions = {
  /** as the user knows it: 'web server' */
  name: string;
  /** arguments of Node: a module and its arguments */
  args: string[];
  env: NodeJS.ProcessEnv;
  logFile: string;
  /** how long it may take to end after SIGTERM before it is killed */
  graceSeconds: number;
  say: (text: string) => void;
};

export type KeptProcess = {
  pid: () => number | undefined;
  /** how many times it ended without being asked to */
  deaths: () => number;
  /** SIGTERM once, SIGKILL after the grace period, and a new one when it is gone; never a second SIGTERM to one that is about to end. */
  restart: () => void;
  /** SIGTERM, then SIGKILL for the whole group after the grace period; resolves when it is gone. */
  stop: () => Promise<void>;
  /** SIGKILL for it and its children, at once. */
  kill: () => void;
};

const PRELOAD = fileURLToPath(new URL('./dieWithParent.mjs', import.meta.url));
const LONGEST_PAUSE_SECONDS = 30;
/** A process that has lived so long starts again without a pause. */
const STEADY_SECONDS = 60;

/**
 * Runs a Node process and starts it again whenever it ends unasked, with growing pauses. It gets a process group of its own, so
 * that a Ctrl-C in the terminal does not reach it before its turn.
 */
export function keepRunning({ name, args, env, logFile, graceSeconds, say }: KeepOptions): KeptProcess {
  const stopping = new AbortController();
  /** Aborted where the pause before the next start is over early. */
  let pausing = new AbortController();
  /** Asked to end so that a new one can begin. */
  let ending = false;
  let killTimer: NodeJS.Timeout | undefined;
  let child: ChildProcess | undefined;
  let deaths = 0;

  const isAlive = () => child?.pid !== undefined && child.exitCode === null && child.signalCode === null;
  const signal = (value: NodeJS.Signals) => {
    if (child?.pid === undefined || !isAlive()) return;
    try {
      process.kill(value === 'SIGKILL' ? -child.pid : child.pid, value);
    } catch {
      // it ended in this moment
    }
  };

  const runOnce = () => {
    const log = openLog(logFile);
    const started = spawn(process.execPath, ['--import', PRELOAD, ...args], {
      cwd: repository,
      env,
      detached: true,
      stdio: ['ignore', log, log, 'ipc'],
    });
    closeSync(log);
    child = started;
    return new Promise<string>((resolve) => {
      started.once('error', (error) => resolve(error.message));
      started.once('exit', (code, by) => resolve(by ? `signal ${by}` : `exit code ${code}`));
    });
  };

  const loop = async () => {
    let pause = 1;
    while (!stopping.signal.aborted) {
      const begun = Date.now();
      const reason = await runOnce();
      clearTimeout(killTimer);
      if (stopping.signal.aborted) return;
      if (ending) {
        ending = false;
        pause = 1;
        continue;
      }
      deaths += 1;
      if (Date.now() - begun > STEADY_SECONDS * 1000) pause = 1;
      say(`The ${name} stopped unexpectedly (${reason}); starting it again in ${pause} s. The end of ${logFile}:`);
      say(endOfFile(logFile));
      pausing = new AbortController();
      const early = AbortSignal.any([stopping.signal, pausing.signal]);
      await sleep(pause * 1000, undefined, { signal: early }).catch(() => {});
      pause = Math.min(pause * 2, LONGEST_PAUSE_SECONDS);
    }
  };
  const ended = loop();
  const askToEnd = () => {
    if (ending) return; // a second SIGTERM would mean: leave everything
    signal('SIGTERM');
    killTimer = setTimeout(() => signal('SIGKILL'), graceSeconds * 1000);
  };

  return {
    pid: () => child?.pid,
    deaths: () => deaths,
    stop: async () => {
      stopping.abort();
      askToEnd();
      await ended;
    },
    restart: () => {
      pausing.abort();
      if (!isAlive() || stopping.signal.aborted) return;
      askToEnd();
      ending = true;
    },
    kill: () => {
      stopping.abort();
      signal('SIGKILL');
    },
  };
}
