// @ts-check
import { runAfterSetUp } from './setup/runAfterSetUp.mjs';

// `npm start`: set-up, database, build, web server and workers; Ctrl-C stops them.
await runAfterSetUp(new URL('./start/main.ts', import.meta.url).href);
