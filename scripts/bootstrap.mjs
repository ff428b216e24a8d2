// @ts-check
import { exitOnSignals, isEnding } from './setup/children.mjs';
import { explainError } from './setup/explainError.mjs';
import { setUp } from './setup/setUp.mjs';

// `npm run setup`: everything a checkout needs, in plain Node, because it runs before anything is installed.
exitOnSignals();
try {
  await setUp();
  console.log('Fovea is set up. Next: npm run demo, or npm start.');
} catch (error) {
  if (!isEnding()) explainError(error);
  process.exitCode = 1;
}
