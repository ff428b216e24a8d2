import { appendFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeWhole } from '@/files/writeWhole.mjs';

const generator = 'MicroCharades_v1';
const headSchema = z.object({ generator: z.literal(generator), dataSeed: z.int().min(0) });
const entrySchema = z.object({
  id: z.string(),
  bytes: z.int().min(1),
  sha256: z.string(),
  /** When the bytes were last found to have this hash, and the time of the file then; both in ms since 1970. */
  verified: z.object({ at: z.number(), modified: z.number() }).optional(),
});

/** One rendered video: size and SHA-256 of its file. */
export type ManifestEntry = z.infer<typeof entrySchema>;

/** What has been rendered so far. On disk: a line of JSON for the whole, then one for each finished video. */
export type Manifest = { dataSeed: number; entries: Map<string, ManifestEntry> };

const fileName = 'manifest.jsonl';

/** Reads the manifest of a folder; null where there is none. A line cut off by an interruption counts as not written. */
export async function readManifest(root: string): Promise<Manifest | null> {
  const text = await readFile(join(root, fileName), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  const [headLine, ...lines] = (text ?? '').split('\n');
  const head = headSchema.safeParse(parseLine(headLine ?? ''));
  if (!head.success) return null;
  const entries = new Map<string, ManifestEntry>();
  for (const line of lines) {
    const entry = entrySchema.safeParse(parseLine(line));
    if (entry.success) entries.set(entry.data.id, entry.data);
  }
  return { dataSeed: head.data.dataSeed, entries };
}

/** Writes the whole manifest anew. */
export async function writeManifest(root: string, { dataSeed, entries }: Manifest): Promise<void> {
  const lines = [{ generator, dataSeed }, ...entries.values()].map((value) => `${JSON.stringify(value)}\n`);
  await writeWhole(join(root, fileName), (path) => writeFile(path, lines.join('')));
}

/** Adds a finished video at the end of the file: cheap enough to do after every video. */
export function appendEntry(root: string, entry: ManifestEntry): void {
  appendFileSync(join(root, fileName), `${JSON.stringify(entry)}\n`);
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
