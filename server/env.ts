import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { AppError } from '@/domain/errors';
import { parseSettings, settingsShape } from '@/domain/settings';

/** The settings (domain/settings.ts) as server and workers use them. */
export type Env = {
  DATABASE_URL: string;
  /** One folder for data, checkpoints and database. */
  FOVEA_HOME: string;
  FOVEA_FFMPEG: string | undefined;
  FOVEA_CACHE: string;
  /** Folder for what fixed bases say of clips, shared by the runs of the host; default: in FOVEA_CACHE. */
  FOVEA_SALIENCY: string | undefined;
  /** Disk that it may take; 0: nothing is kept, every run computes it again. */
  FOVEA_SALIENCY_MIB: number;
  /** A lease that is not renewed for so long is given to another worker. */
  FOVEA_LEASE_SECONDS: number;
  FOVEA_HEARTBEAT_SECONDS: number;
  /** A run that was told to stop has so long to write its checkpoint before it is killed. */
  FOVEA_GRACE_SECONDS: number;
  /** A task whose process has finished nothing and computed nothing for so long is ended and taken up again. */
  FOVEA_STILL_SECONDS: number;
  /** What was deleted can be restored for so long; then it goes for good. */
  FOVEA_BIN_DAYS: number;
  /** Runs side by side on a host without a GPU; default one per core. */
  FOVEA_SLOTS: number | undefined;
  /** What every request has to show; `off`: nothing. The start command sets it for the web process. */
  FOVEA_TOKEN: string | undefined;
  /** Names beside those of loopback by which the workbench may be asked for, e.g. that of a reverse proxy. */
  FOVEA_ALLOWED_HOSTS: string[];
  LOG_LEVEL: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent';
};

let parsed: Env | undefined;

/** Folder of the embedded database, set by the start; undefined where DATABASE_URL came from the user. */
export function databaseFolder(): string | undefined {
  return process.env.FOVEA_DATABASE_FOLDER || undefined;
}

/** Of the log of this process, which may have to say that the rest of the environment is wrong. */
export function logLevel(): Env['LOG_LEVEL'] {
  return settingsShape.LOG_LEVEL.catch(undefined).parse(process.env.LOG_LEVEL || undefined) ?? 'info';
}

/** The environment of server and workers, checked once. @throws AppError config_invalid, a line for everything that is wrong */
export function env(): Env {
  if (parsed) return parsed;
  const { settings, problems } = parseSettings(process.env);
  if (!settings) throw new AppError('config_invalid', problems.join('\n'));
  const { DATABASE_URL, FOVEA_HOME = '.fovea', ...rest } = settings;
  if (!DATABASE_URL) {
    throw new AppError(
      'config_invalid',
      'DATABASE_URL is not set: start the workbench with `npm start`, which sets it.',
    );
  }
  parsed = {
    DATABASE_URL,
    FOVEA_HOME: resolve(FOVEA_HOME),
    FOVEA_FFMPEG: rest.FOVEA_FFMPEG,
    FOVEA_CACHE: rest.FOVEA_CACHE ?? join(homedir(), '.cache', 'fovea'),
    FOVEA_SALIENCY: rest.FOVEA_SALIENCY,
    FOVEA_SALIENCY_MIB: rest.FOVEA_SALIENCY_MIB ?? 4096,
    FOVEA_LEASE_SECONDS: rest.FOVEA_LEASE_SECONDS ?? 30,
    FOVEA_HEARTBEAT_SECONDS: rest.FOVEA_HEARTBEAT_SECONDS ?? 5,
    FOVEA_GRACE_SECONDS: rest.FOVEA_GRACE_SECONDS ?? 20,
    FOVEA_STILL_SECONDS: rest.FOVEA_STILL_SECONDS ?? 300,
    FOVEA_BIN_DAYS: rest.FOVEA_BIN_DAYS ?? 30,
    FOVEA_SLOTS: rest.FOVEA_SLOTS,
    FOVEA_TOKEN: rest.FOVEA_TOKEN,
    FOVEA_ALLOWED_HOSTS: (rest.FOVEA_ALLOWED_HOSTS ?? '').split(',').flatMap((name) => name.trim() || []),
    LOG_LEVEL: rest.LOG_LEVEL ?? 'info',
  };
  return parsed;
}
