// @ts-check
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { exitOnSignals } from './setup/children.mjs';
import { explainError } from './setup/explainError.mjs';
import { repository } from './setup/paths.mjs';
import { setUp } from './setup/setUp.mjs';

/**
 * @param {string} title
 * @param {string[]} command a program of node_modules/.bin and its arguments
 */
function run(title, [program = '', ...args]) {
  console.log(`\n${title}`);
  const file = path.join(repository, 'node_modules', '.bin', program);
  const { status } = spawnSync(file, args, { cwd: repository, stdio: 'inherit' });
  if (status === 0) return;
  process.exit(status || 1);
}

// `npm test`: set-up, formatting and lint, types, then every test. Arguments go to vitest: npm test -- --project unit
const letSignalsPass = exitOnSignals();
try {
  await setUp();
  letSignalsPass();
} catch (error) {
  explainError(error);
  process.exit(1);
}
run('Formatting and lint', ['biome', 'check', '.']);
run('Types', ['tsc', '--noEmit']);
run('Tests', ['vitest', 'run', ...process.argv.slice(2)]);
