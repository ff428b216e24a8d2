import { AppError } from '@/domain/errors';
import { ffmpegPath } from '@/scripts/setup/installFfmpeg.mjs';
import { foveaCache, foveaHome } from '@/scripts/setup/paths.mjs';

export type Settings = {
  home: string;
  /** undefined: the embedded PostgreSQL */
  databaseUrl: string | undefined;
  host: string;
  /** the first port to try */
  port: number;
  token: string | undefined;
  graceSeconds: number;
};

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '::1']);

/** What the user set in the environment. @throws AppError config_invalid */
export function readSettings(env: NodeJS.ProcessEnv = process.env): Settings {
  const port = Number(env.FOVEA_PORT ?? 3000);
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new AppError('config_invalid', `FOVEA_PORT is "${env.FOVEA_PORT}": give a port from 1 to 65535.`);
  }
  const host = env.FOVEA_HOST ?? '127.0.0.1';
  if (!LOOPBACK.has(host) && !env.FOVEA_TOKEN) {
    throw new AppError(
      'config_invalid',
      `FOVEA_HOST=${host} opens the workbench to other machines. Set FOVEA_TOKEN (16 characters or more) as well.`,
    );
  }
  return {
    home: foveaHome(env),
    databaseUrl: env.DATABASE_URL || undefined,
    host,
    port,
    token: env.FOVEA_TOKEN || undefined,
    graceSeconds: Number(env.FOVEA_GRACE_SECONDS ?? 20),
  };
}

/**
 * The environment of the processes: everything that may be left to a default is said.
 * @param databaseFolder of the embedded database, whose disk may become full
 */
export function processEnvironment({
  home,
  databaseUrl,
  databaseFolder,
}: {
  home: string;
  databaseUrl: string;
  databaseFolder?: string;
}): NodeJS.ProcessEnv {
  return {
    ...process.env,
    NODE_ENV: 'production',
    DATABASE_URL: databaseUrl,
    FOVEA_HOME: home,
    FOVEA_DATABASE_FOLDER: databaseFolder ?? '',
    FOVEA_CACHE: foveaCache(),
    FOVEA_FFMPEG: ffmpegPath().path,
  };
}
