// @ts-check
import { runAfterSetUp } from './setup/runAfterSetUp.mjs';

// `npm run import -- FOLDER`: reads a folder of videos, prints the report, and makes a data set of it.
await runAfterSetUp(new URL('./import/main.ts', import.meta.url).href);
