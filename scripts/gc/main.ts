import path from 'node:path';
import { AppError } from '@/domain/errors';
import { startPostgres } from '@/scripts/postgres/startPostgres';
import { foveaCache } from '@/scripts/setup/paths.mjs';
import { holdHome } from '@/scripts/start/holdHome';
import { keepPostgres } from '@/scripts/start/keepPostgres';
import { migrateHome } from '@/scripts/start/migrateHome';
import { readSettings } from '@/scripts/start/settings';
import { createDb } from '@/server/db';
import { estimateGarbage } from '@/server/disk/collectGarbage';
import { daysAgo, runCollection } from '@/server/disk/runCollection';
import { dropCachedVideos } from '@/workers/ml/data/frames/dropCachedVideos';
import { formatGarbage, formatPart } from './formatGarbage';
import { gcUsage, parseGcOptions } from './gcOptions';

/** `npm run gc`: beside the workbench that runs in this home, or without one. */
export async function main(): Promise<void> {
  const args = process.argv.slice(2);
  if (args.includes('--help')) return console.log(gcUsage);
  const { now, dryRun } = parseGcOptions(args);
  const { home, databaseUrl, binDays } = readSettings();
  await withDatabase({ home, databaseUrl }, async (url) => {
    const db = createDb(url, { connections: 2 });
    try {
      const collection = {
        root: path.join(home, 'artifacts'),
        onPart: (...part: Parameters<typeof formatPart>) => console.log(formatPart(...part)),
      };
      const days = now ? 0 : binDays;
      const garbage = dryRun
        ? await estimateGarbage(db, { ...collection, before: await daysAgo(db, days) })
        : await runCollection(db, {
            ...{ ...collection, databaseUrl: url, trigger: 'command' as const, binDays: days },
            dropCaches: (videos) => dropCachedVideos(foveaCache(), videos),
          });
      if (garbage === null) throw new AppError('conflict', 'A collection is under way already. Wait for its end.');
      console.log(formatGarbage(garbage, { dryRun }));
    } finally {
      await db.$disconnect();
    }
  });
}

/** The database of the home: that of the running workbench, else started for so long. */
async function withDatabase(
  { home, databaseUrl }: { home: string; databaseUrl: string | undefined },
  work: (databaseUrl: string) => Promise<void>,
): Promise<void> {
  const held = await holdHome(home);
  const say = (text: string) => console.log(text);
  const kept = databaseUrl === undefined && held ? await keepPostgres(home, say) : null;
  try {
    const url = databaseUrl ?? kept?.url ?? (await runningPostgres(home));
    if (held) await migrateHome(url, home); // a workbench that runs has done so
    await work(url);
  } finally {
    await kept?.stop();
    await held?.release();
  }
}

async function runningPostgres(home: string): Promise<string> {
  const folder = path.join(home, 'postgres');
  const { url } = await startPostgres({ folder, logFile: path.join(home, 'logs', 'postgres.log') });
  return url;
}
