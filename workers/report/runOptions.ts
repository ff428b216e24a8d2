import { parseArgs } from 'node:util';
import { z } from 'zod';

const runOptionsSchema = z.object({
  run: z.uuid(),
  attempt: z.coerce.number().int().positive(),
  device: z.enum(['cpu', 'gpu']),
  threads: z.coerce.number().int().positive(),
  /** Absolute path of a module with `executeRun(config, host)`, instead of the science; for tests of the lifecycle. */
  executor: z.string().optional(),
});
export type RunOptions = z.infer<typeof runOptionsSchema>;

/** The arguments of the run process. */
export function parseRunOptions(args: string[]): RunOptions {
  const text = { type: 'string' } as const;
  const options = { run: text, attempt: text, device: text, threads: text, executor: text };
  return runOptionsSchema.parse(parseArgs({ args, options }).values);
}

/** The same as an array, for whoever starts the process. */
export function runArguments({ run, attempt, device, threads, executor }: RunOptions): string[] {
  const args = ['--run', run, '--attempt', String(attempt), '--device', device, '--threads', String(threads)];
  return executor === undefined ? args : [...args, '--executor', executor];
}
