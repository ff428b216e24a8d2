import { artifactsRoot } from './artifacts/artifactsRoot';
import { db } from './db';
import { env } from './env';
import type { Context } from './trpc';

/** What procedures get in the web process. */
export function requestContext(): Context {
  const { FOVEA_CACHE: caches, FOVEA_BIN_DAYS: binDays } = env();
  return { db: db(), artifacts: artifactsRoot(), caches, binDays };
}
