import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { type BusyResult, type BusyTask, busyResultSchema } from './busyTask';

const readySchema = z.object({ ready: z.literal(true) });

/**
 * The same run in so many processes side by side, which begin together.
 * @throws Error with the last words of a process that ends early
 */
export async function measureBusy(task: BusyTask, runs: number): Promise<BusyResult[]> {
  const started = Array.from({ length: runs }, () => startRun(task));
  try {
    for (const run of started) readySchema.parse(await run.answer());
    for (const run of started) run.go();
    return await Promise.all(started.map(async (run) => busyResultSchema.parse(await run.answer())));
  } finally {
    for (const run of started) run.stop();
  }
}

function startRun(task: BusyTask) {
  const module = fileURLToPath(new URL('./busyRun.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', module, JSON.stringify(task)], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    words = (words + text).slice(-4000);
  });
  child.stdin.on('error', () => undefined); // the process has ended: its last words say why
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async answer(): Promise<unknown> {
      const { value, done } = await lines.next();
      if (done) throw new Error(`a run of the benchmark ended early: ${words.trim()}`);
      return JSON.parse(value);
    },
    go: () => void child.stdin.write('go\n'),
    stop: () => void (child.exitCode === null && child.kill('SIGKILL')),
  };
}
