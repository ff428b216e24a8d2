import path from 'node:path';
import { migrate } from '@/prisma/migrate';
import { beforeMigration, moveStoredMaps } from '@/server/evaluations/moveStoredMaps';

/**
 * Brings the database of a home to the newest schema, with what has to be done to files meanwhile.
 * @returns names of the migrations applied now
 */
export function migrateHome(databaseUrl: string, home: string): Promise<string[]> {
  return migrate(databaseUrl, undefined, {
    [beforeMigration]: (client) => moveStoredMaps(client, path.join(home, 'artifacts')),
  });
}
