// @ts-check
import { spawn } from 'node:child_process';

/** @typedef {import('node:child_process').ChildProcess} ChildProcess */

/** What a signal that ended the process leaves as its exit code. */
const EXIT_CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };
const SIGNALS = /** @type {(keyof typeof EXIT_CODES)[]} */ (Object.keys(EXIT_CODES));
/** Compilers and pip remove their temporary files when they are asked to end; then they are killed. */
const PATIENCE_MS = 1000;

/** @type {Set<ChildProcess>} */
const running = new Set();

/**
 * Like `spawn`, for programs that must not outlive this process: in a process group of its own, so that its children can be ended with it.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 */
export function startChild(command, args, options) {
  const child = spawn(command, args, { ...options, detached: true });
  running.add(child);
  child.once('exit', () => running.delete(child)).once('error', () => running.delete(child));
  return child;
}

/**
 * Runs a program to its end. @throws Error with what it printed
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 */
export async function runChild(command, args, options = {}) {
  const child = startChild(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk));
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (code !== 0) throw new Error(output);
}

/** @param {ChildProcess} child @param {NodeJS.Signals} signal */
function signalGroup(child, signal) {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, signal);
  } catch {
    // it ended in this moment
  }
}

/** Ends a child of `startChild` with everything it started. @param {ChildProcess} child */
export function endChild(child) {
  if (!running.has(child)) return Promise.resolve();
  const gone = new Promise((resolve) => child.once('exit', resolve));
  signalGroup(child, 'SIGTERM');
  const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), PATIENCE_MS);
  return gone.then(() => clearTimeout(timer));
}

/** Ends all of them. */
export async function endChildren() {
  await Promise.all([...running].map(endChild));
}

/**
 * Until the answer is called: Ctrl-C, SIGTERM and a closed terminal end the children and this process. Whatever was half made has
 * another name than what is whole, so the next start goes on.
 */
export function exitOnSignals() {
  const listeners = SIGNALS.map((signal) => {
    const listener = () => {
      ending = true;
      void endChildren().then(() => process.exit(EXIT_CODES[signal]));
    };
    process.on(signal, listener);
    return { signal, listener };
  });
  return () => {
    for (const { signal, listener } of listeners) process.off(signal, listener);
  };
}

let ending = false;

/** Whether a signal is ending this process. */
export const isEnding = () => ending;

/** A terminal that was closed takes no more text: that must not end the work of closing down. */
export function surviveClosedTerminal() {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
}
