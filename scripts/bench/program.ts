import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { type Measurement, measurementSchema, readySchema } from './measurement';

/** A program that waits to be asked for steps, and says how long they took. */
export type Program = {
  /** Version of its engine. */
  version: string;
  pid: number;
  steps(count: number): Promise<Measurement>;
  stop(): Promise<void>;
};

/**
 * Starts a program that answers line by line (peer.py, answer.ts).
 * @throws Error with its last words where it ends early
 */
export async function startProgram(command: string, args: string[], env: NodeJS.ProcessEnv): Promise<Program> {
  const child = spawn(command, args, { env, stdio: ['pipe', 'pipe', 'pipe'] });
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    words = (words + text).slice(-4000);
  });
  child.stdin.on('error', () => undefined); // the program has ended: its last words say why
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async (): Promise<unknown> => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`${command} ${args[0]} ended early: ${words.trim()}`);
    return JSON.parse(value);
  };
  const { ready } = readySchema.parse(await answer());
  return {
    version: ready,
    pid: child.pid ?? -1,
    async steps(count) {
      child.stdin.write(`${count}\n`);
      return measurementSchema.parse(await answer());
    },
    async stop() {
      child.stdin.end();
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}
