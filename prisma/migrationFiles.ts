import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export type MigrationFile = {
  /** folder name: `<UTC timestamp>_<what changes>` */
  name: string;
  sql: string;
  /** SHA-256 of the file, as `prisma migrate deploy` records it */
  checksum: string;
};

/** The migrations of a folder, in the order in which they apply. */
export function migrationFiles(folder: string): MigrationFile[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(path.join(folder, entry.name, 'migration.sql')))
    .map(({ name }) => {
      const sql = readFileSync(path.join(folder, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
