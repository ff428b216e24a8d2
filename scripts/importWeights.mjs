// @ts-check
import { runAfterSetUp } from './setup/runAfterSetUp.mjs';

// `npm run import-weights -- FILE --backbone B`: imports weights of PyTorch or safetensors.
await runAfterSetUp(new URL('./import/weights.ts', import.meta.url).href);
