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
  let child: ChildProcess | undefined;
  let deaths = 0;

  const signal = (value: NodeJS.Signals) => {
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
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
      if (stopping.signal.aborted) return;
      deaths += 1;
      if (Date.now() - begun > STEADY_SECONDS * 1000) pause = 1;
      say(`The ${name} stopped unexpectedly (${reason}); starting it again in ${pause} s. The end of ${logFile}:`);
      say(endOfFile(logFile));
      await sleep(pause * 1000, undefined, { signal: stopping.signal }).catch(() => {});
      pause = Math.min(pause * 2, LONGEST_PAUSE_SECONDS);
    }
  };
  const ended = loop();

  return {
    pid: () => child?.pid,
    deaths: () => deaths,
    stop: async () => {
      stopping.abort();
      signal('SIGTERM');
      const timer = setTimeout(() => signal('SIGKILL'), graceSeconds * 1000);
      await ended;
      clearTimeout(timer);
    },
    kill: () => {
      stopping.abort();
      signal('SIGKILL');
    },
  };
}
