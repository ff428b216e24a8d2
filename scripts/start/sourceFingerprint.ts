import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/** What the production build is made from: server/front is not part of it. */
const SOURCES = [
  'app',
  'domain',
  'files',
  'server',
  'prisma/schema.prisma',
  'instrumentation.ts',
  'next.config.js',
  'postcss.config.mjs',
];
const SETTINGS = ['tsconfig.json', 'package-lock.json'];

function filesBelow(place: string): string[] {
  if (!statSync(place).isDirectory()) return [place];
  return readdirSync(place, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => !file.includes(`${path.sep}server${path.sep}front${path.sep}`));
}

/** SHA-256 over names and contents of everything that goes into the production build. */
export function sourceFingerprint(root: string): string {
  const hash = createHash('sha256');
  for (const place of [...SOURCES, ...SETTINGS].map((name) => path.join(root, name))) {
    if (!existsSync(place)) continue;
    for (const file of filesBelow(place).sort())
      hash.update(`${path.relative(root, file)}\0`).update(readFileSync(file));
  }
  return hash.digest('hex');
}
