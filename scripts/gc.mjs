// @ts-check
import { runAfterSetUp } from './setup/runAfterSetUp.mjs';

// `npm run gc`: removes what lies in the bin for too long, and bytes that nothing refers to.
await runAfterSetUp(new URL('./gc/main.ts', import.meta.url).href);
