import path from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { AppError } from '@/domain/errors';
import { repository } from '@/scripts/setup/paths.mjs';

export const benchUsage = `npm run bench -- [options]
  --only TEXT       a section by its name, or the tasks whose name holds the text; everything if left out
  --rounds N        how often each program is asked (default 7; whole jobs: 1)
  --device cpu|gpu  where both sides compute (default cpu)
  --quick           a small fraction of the work, to see that everything runs
  --out FOLDER      where the reports go (default docs/benchmarks; parts of sections and quick looks: the terminal alone)
  --list            the sections and their tasks`;

const schema = z.object({
  only: z.string().default(''),
  rounds: z.coerce.number('--rounds: give a whole number from 1.').int().min(1).max(1000).optional(),
  device: z.enum(['cpu', 'gpu'], '--device: give cpu or gpu.').default('cpu'),
  quick: z.boolean().default(false),
  list: z.boolean().default(false),
  out: z.string().optional(),
});
export type BenchOptions = z.infer<typeof schema>;

export const reportFolder = path.join(repository, 'docs', 'benchmarks');

/** What was typed. @throws AppError bad_request, with the usage */
export function benchOptions(args: string[]): BenchOptions {
  const [text, flag] = [{ type: 'string' } as const, { type: 'boolean' } as const];
  try {
    const options = { only: text, rounds: text, device: text, out: text, quick: flag, list: flag };
    return schema.parse(parseArgs({ args, options }).values);
  } catch (error) {
    const problem = error instanceof z.ZodError ? error.issues.map(({ message }) => message).join(' ') : String(error);
    throw new AppError('bad_request', `${problem}\n${benchUsage}`);
  }
}
