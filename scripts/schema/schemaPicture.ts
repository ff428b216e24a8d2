import { readFileSync } from 'node:fs';
import path from 'node:path';
import { writeWholeSync } from '@/files/writeWhole.mjs';
import { repository } from '@/scripts/setup/paths.mjs';
import { drawSchema } from './drawSchema';
import { schemaGraph } from './schemaGraph';

export const schemaPictureFile = path.join(repository, 'docs', 'schema.svg');

/** The picture of prisma/schema.prisma as it is now. */
export function schemaPicture(): Promise<string> {
  return drawSchema(schemaGraph(readFileSync(path.join(repository, 'prisma', 'schema.prisma'), 'utf8')));
}

/** Draws docs/schema.svg anew. */
export async function writeSchemaPicture(): Promise<void> {
  writeWholeSync(schemaPictureFile, await schemaPicture());
}
