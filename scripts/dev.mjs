// @ts-check
import { runAfterSetUp } from './setup/runAfterSetUp.mjs';

// `npm run dev`: `npm start` for those who change the code. Pages reload by themselves, workers start again with what was saved.
await runAfterSetUp(new URL('./dev/main.ts', import.meta.url).href);
