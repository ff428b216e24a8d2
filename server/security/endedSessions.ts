import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { logger } from '@/server/logger';

/** A session as its cookie tells it: a random id and the end of its life [s since 1970]. */
export type Session = { id: string; until: number };

/** By hash of the id, the end of the life [s]; `before`: whatever ends by then [s] counts as ended, too. */
type Kept = { before: number; ended: Map<string, number> };

const keptSchema = z.object({ before: z.number(), ended: z.record(z.string(), z.number()) });

/** Where a home keeps the sessions that were ended. */
export const endedSessionsFile = (home: string) => join(home, 'ended-sessions.json');

/**
 * The sessions that were ended before their time, kept in a file for its owner only, so that a copied cookie stays worthless when the web
 * process starts again. The file holds hashes, and at most `most`: of more, those with the least left to live are forgotten, and every
 * session that ends as early counts as ended with them: its browser shows the token once more. So do all where the file cannot be read.
 * @param life of a session [s]
 */
export function createEndedSessions(
  file: string,
  { life, now = Date.now, most = 1000 }: { life: number; now?: () => number; most?: number },
) {
  let written = Promise.resolve();
  const save = (kept: Kept) => {
    const text = JSON.stringify({ before: kept.before, ended: Object.fromEntries(kept.ended) });
    // Where that fails the session stays ended for this process, and the next end writes them all.
    const failed = (error: unknown) => logger.error({ err: error, file }, 'ended sessions cannot be kept');
    written = written.then(() => write(file, text)).catch(failed);
    return written;
  };
  const found = read(file);
  const kept = found ?? { before: Math.floor(now() / 1000) + life - 1, ended: new Map() };
  if (!found) void save(kept);

  const forget = () => {
    for (const [hash, until] of kept.ended) if (until * 1000 < now()) kept.ended.delete(hash);
    const shortest = [...kept.ended].sort(([, a], [, b]) => a - b).slice(0, Math.max(0, kept.ended.size - most));
    for (const [hash, until] of shortest) {
      kept.ended.delete(hash);
      kept.before = Math.max(kept.before, until);
    }
  };

  return {
    has: ({ id, until }: Session) => until <= kept.before || kept.ended.has(hashOf(id)),
    /** Ended from now on; resolves when that is on disk. */
    add: ({ id, until }: Session): Promise<void> => {
      kept.ended.set(hashOf(id), until);
      forget();
      return save(kept);
    },
  };
}

export type EndedSessions = ReturnType<typeof createEndedSessions>;

const hashOf = (id: string) => createHash('sha256').update(id).digest('base64url');

/** @returns null where there is a file and nobody knows what it held */
function read(file: string): Kept | null {
  try {
    const { before, ended } = keptSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    return { before, ended: new Map(Object.entries(ended)) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { before: 0, ended: new Map() };
    logger.error({ err: error, file }, 'ended sessions cannot be read: every browser has to show the token once more');
    return null;
  }
}

async function write(file: string, text: string): Promise<void> {
  const fresh = `${file}.tmp`;
  await writeFile(fresh, text, { mode: 0o600, flush: true });
  await rename(fresh, file);
}
