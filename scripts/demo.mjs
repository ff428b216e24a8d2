// @ts-check
import { runAfterSetUp } from './setup/runAfterSetUp.mjs';

// `npm run demo`: `npm start`, and Table 2 on the bundled data set, watched in the terminal.
await runAfterSetUp(new URL('./demo/main.ts', import.meta.url).href);
