import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';

const envSchema = z.object({
  DATABASE_URL: z.string().min(1, 'DATABASE_URL is not set: start the workbench with `npm start`, which sets it.'),
  /** One folder for data, checkpoints and database. */
  FOVEA_HOME: z.string().min(1).default('.fovea'),
  FOVEA_FFMPEG: z.string().optional(),
  FOVEA_CACHE: z.string().default(join(homedir(), '.cache', 'fovea')),
  /** Folder for what fixed bases say of clips, shared by the runs of the host; default: in FOVEA_CACHE. */
  FOVEA_SALIENCY: z.string().optional(),
  /** Disk that it may take; 0: nothing is kept, every run computes it again. */
  FOVEA_SALIENCY_MIB: z.coerce.number().int().min(0).default(4096),
  /** A lease that is not renewed for so long is given to another worker. */
  FOVEA_LEASE_SECONDS: z.coerce.number().positive().default(30),
  FOVEA_HEARTBEAT_SECONDS: z.coerce.number().positive().default(5),
  /** A run that was told to stop has so long to write its checkpoint before it is killed. */
  FOVEA_GRACE_SECONDS: z.coerce.number().positive().default(20),
  /** Runs side by side on a host without a GPU; default one per core. */
  FOVEA_SLOTS: z.coerce.number().int().positive().optional(),
  /** Required for every request when the workbench is bound to anything but loopback. */
  FOVEA_TOKEN: z.string().min(16).optional(),
  /** Set by Next.js; anything but `development` is served like production. */
  NODE_ENV: z.string().default('production'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

export type Env = Omit<z.infer<typeof envSchema>, 'FOVEA_HOME'> & { FOVEA_HOME: string };

let parsed: Env | undefined;

/** Folder of the embedded database, set by the start; undefined where DATABASE_URL came from the user. */
export function databaseFolder(): string | undefined {
  return process.env.FOVEA_DATABASE_FOLDER || undefined;
}

/** Of the log of this process, which may have to say that the rest of the environment is wrong. */
export function logLevel(): Env['LOG_LEVEL'] {
  return envSchema.shape.LOG_LEVEL.catch('info').parse(process.env.LOG_LEVEL);
}

/** The environment of server and workers, checked once. Throws a readable list of what is wrong. */
export function env(): Env {
  if (parsed) return parsed;
  const result = envSchema.safeParse(process.env);
  if (!result.success) throw new Error(z.prettifyError(result.error));
  parsed = { ...result.data, FOVEA_HOME: resolve(result.data.FOVEA_HOME) };
  return parsed;
}
