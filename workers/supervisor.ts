import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { artifactsRoot } from '@/server/artifacts/artifactsRoot';
import { databaseError } from '@/server/databaseError';
import { createDb } from '@/server/db';
import { env } from '@/server/env';
import { logger } from '@/server/logger';
import { retryTransient } from '@/server/retryTransient';
import { registerWorker } from '@/server/workers/registerWorker';
import { keepDiskTidy } from './disk/keepDiskTidy';
import { dropCachedVideos } from './ml/data/frames/dropCachedVideos';
import { createSupervisor } from './supervise/createSupervisor';
import { describeHost } from './supervise/describeHost';
import { hostKey } from './supervise/hostKey';
import { makeSlots } from './supervise/slots';

/**
 * The worker process: `node --import tsx workers/supervisor.ts`. Claims runs and looks after their processes until it is told to stop
 * (SIGTERM, SIGINT): then its runs write a checkpoint and go back into the queue. Told twice, it stops at once.
 */
async function main(): Promise<void> {
  const { executor } = parseArgs({ options: { executor: { type: 'string' } } }).values;
  const {
    DATABASE_URL,
    FOVEA_FFMPEG,
    FOVEA_SLOTS,
    FOVEA_LEASE_SECONDS,
    FOVEA_HEARTBEAT_SECONDS,
    FOVEA_GRACE_SECONDS,
    FOVEA_STILL_SECONDS,
    FOVEA_BIN_DAYS,
    FOVEA_CACHE,
  } = env();
  const db = createDb(DATABASE_URL, { connections: 5, idleTransactionSeconds: FOVEA_LEASE_SECONDS });
  const info = await describeHost({ ffmpegPath: FOVEA_FFMPEG ?? 'ffmpeg', withEngine: executor === undefined });
  if (info.problem !== null) logger.warn(info.problem);
  const slots = info.name === null ? [] : makeSlots({ gpus: info.gpus, wanted: FOVEA_SLOTS });
  const host = { host: hostname(), hostKey: hostKey(), pid: process.pid };
  const workerId = await retryTransient(() => registerWorker(db, { ...host, slots: slots.length, info }));
  const supervisor = createSupervisor({
    ...{ db, logger, workerId, slots, hostKey: host.hostKey },
    leaseSeconds: FOVEA_LEASE_SECONDS,
    heartbeatSeconds: FOVEA_HEARTBEAT_SECONDS,
    graceSeconds: FOVEA_GRACE_SECONDS,
    stillSeconds: FOVEA_STILL_SECONDS,
    executor: executor === undefined ? undefined : resolve(executor),
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => supervisor.stop());
  const collection = { root: artifactsRoot(), databaseUrl: DATABASE_URL, binDays: FOVEA_BIN_DAYS };
  void keepDiskTidy({
    ...{ db, logger },
    ...collection,
    dropCaches: (videos) => dropCachedVideos(FOVEA_CACHE, videos),
  });
  logger.info({ slots: slots.length, engine: info.version, device: info.device }, 'Worker is ready');
  try {
    await supervisor.work();
  } catch (error) {
    // Its runs go on without its last words: their leases run out.
    logger.warn(databaseError(error)?.message ?? error, 'The worker could not say goodbye');
  }
  await db.$disconnect();
  process.exit(0);
}

await main();
