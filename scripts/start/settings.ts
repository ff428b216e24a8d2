import { AppError } from '@/domain/errors';
import { isLoopback } from '@/domain/isLoopback';
import { parseSettings } from '@/domain/settings';
import { ffmpegPath } from '@/scripts/setup/installFfmpeg.mjs';
import { foveaCache, foveaHome } from '@/scripts/setup/paths.mjs';

export type Settings = {
  home: string;
  /** undefined: the embedded PostgreSQL */
  databaseUrl: string | undefined;
  /** an address or a name of this machine; IPv6 without brackets */
  host: string;
  /** the first port to try */
  port: number;
  /** undefined: the one in the home, made at the first start; `off`: none is asked for */
  token: string | undefined;
  graceSeconds: number;
  /** What was deleted can be restored for so long. */
  binDays: number;
};

/**
 * What the user set in the environment.
 * @param say told of names that look like settings and are none
 * @throws AppError config_invalid: a line for everything that is wrong, each begins with the name of its variable
 */
export function readSettings(env: NodeJS.ProcessEnv = process.env, say: (text: string) => void = () => {}): Settings {
  const { settings, problems, unknown } = parseSettings(env);
  if (!settings) throw new AppError('config_invalid', problems.join('\n'));
  for (const name of unknown) say(`Warning: ${name} is no setting of Fovea (README.md lists them); it is ignored.`);
  const host = (settings.FOVEA_HOST ?? '127.0.0.1').replace(/^\[|\]$/g, '').toLowerCase();
  const token = settings.FOVEA_TOKEN;
  if (!isLoopback(host) && token === 'off') {
    throw new AppError(
      'config_invalid',
      `FOVEA_HOST=${host} opens the workbench to other machines, where FOVEA_TOKEN=off would let everybody in. Leave one of them out.`,
    );
  }
  return {
    home: foveaHome(env),
    databaseUrl: settings.DATABASE_URL,
    ...{ host, token },
    port: settings.FOVEA_PORT ?? 3000,
    graceSeconds: settings.FOVEA_GRACE_SECONDS ?? 20,
    binDays: settings.FOVEA_BIN_DAYS ?? 30,
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
