import { parseArgs } from 'node:util';
import { z } from 'zod';

const taskOptionsSchema = z.object({
  task: z.uuid(),
  attempt: z.coerce.number().int().positive(),
  /** What it may compute with; tasks that need no engine do not ask. */
  device: z.enum(['cpu', 'gpu']).default('cpu'),
  threads: z.coerce.number().int().positive().default(1),
  /** Absolute path of a module with `executeRun(config, host)`, instead of the science; for tests of the lifecycle. */
  executor: z.string().optional(),
});
export type TaskOptions = z.output<typeof taskOptionsSchema>;

/** The arguments of the process of a task. */
export function parseTaskOptions(args: string[]): TaskOptions {
  const text = { type: 'string' } as const;
  const options = { task: text, attempt: text, device: text, threads: text, executor: text };
  return taskOptionsSchema.parse(parseArgs({ args, options }).values);
}

/** The same as an array, for whoever starts the process. */
export function taskArguments(options: z.input<typeof taskOptionsSchema>): string[] {
  return Object.entries(options).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, String(value)]));
}
