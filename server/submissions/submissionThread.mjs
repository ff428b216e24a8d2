import { workerData } from 'node:worker_threads';
import { register } from 'tsx/esm/api';

// The entry of the thread that reads a submission file: tsx does not reach into threads by itself.
register();
await import(workerData.module);
