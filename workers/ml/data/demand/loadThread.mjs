import { workerData } from 'node:worker_threads';
import { register } from 'tsx/esm/api';

// The entry of the loading thread: tsx does not reach into threads by itself.
register();
await import(workerData.module);
