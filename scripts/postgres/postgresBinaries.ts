import { existsSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '@/domain/errors';
import { linkPostgresLibraries, postgresPackage } from '@/scripts/setup/linkPostgresLibraries.mjs';

export type PostgresBinaries = { initdb: string; postgres: string };

/** The server programs inside the npm package, with their libraries linked. Throws when this platform has none. */
export function postgresBinaries(): PostgresBinaries {
  const bin = path.join(postgresPackage(), 'native', 'bin');
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const binaries = { initdb: path.join(bin, `initdb${suffix}`), postgres: path.join(bin, `postgres${suffix}`) };
  if (!existsSync(binaries.postgres)) {
    throw new AppError(
      'database_unreachable',
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch} in node_modules. ` +
        'Run `npm run setup`, or name your own server: DATABASE_URL=postgresql://user:password@host:5432/fovea npm start',
    );
  }
  linkPostgresLibraries();
  return binaries;
}
