import { AppError } from '@/domain/errors';
import { benchOptions } from './bench/benchOptions';
import { runBench } from './bench/runBench';

// npm run bench: what can be chosen is in bench/benchOptions.ts, what is measured in bench/sections.ts.
try {
  await runBench(benchOptions(process.argv.slice(2)));
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
