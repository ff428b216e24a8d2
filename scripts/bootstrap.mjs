// @ts-check
import { explainError } from './setup/explainError.mjs';
import { setUp } from './setup/setUp.mjs';

// `npm run setup`: everything a checkout needs, in plain Node, because it runs before anything is installed.
try {
  await setUp();
} catch (error) {
  explainError(error);
  process.exitCode = 1;
}
