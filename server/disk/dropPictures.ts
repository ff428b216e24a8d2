import { runConfigSchema } from '@/domain/runConfig';
import { Prisma } from '@/prisma/generated/client';
import type { Tx } from '@/server/db';
import { protocolKey } from '@/server/evaluations/protocolKey';
import { type Freed, nothing } from './freed';
import type { Step } from './purgeBin';

/**
 * Frames of test clips at which no run looks any more, those in the bin included. Where the config of a run cannot be read, nobody knows,
 * and all stay.
 */
export async function dropPictures(db: Pick<Tx, '$queryRaw'>, step: Step): Promise<Freed> {
  const looked = await keysInUse(db);
  if (looked === null) return nothing;
  const { keys, at } = looked;
  // A run that was made since may look at some of them: the next collection knows.
  return step((tx) =>
    tx.$executeRaw(Prisma.sql`
      delete from clip_frames where not protocol_key = any(${keys}::text[])
        and not exists (select 1 from runs where created_at >= ${at})`),
  );
}

async function keysInUse(db: Pick<Tx, '$queryRaw'>): Promise<{ keys: string[]; at: Date } | null> {
  const [clock] = await db.$queryRaw<{ at: Date }[]>`select clock_timestamp() as at`;
  const rows = await db.$queryRaw<{ config: unknown }[]>`
    select distinct on (config->'dataset', config->'clip', config->'protocol') config from runs`;
  const evaluated = await db.$queryRaw<{ key: string }[]>`select distinct protocol_key as key from evaluations`;
  const configs = rows.map(({ config }) => runConfigSchema.safeParse(config));
  if (!clock || configs.some(({ success }) => !success)) return null;
  const planned = configs.flatMap(({ data }) => (data ? [protocolKey(data)] : []));
  return { keys: [...new Set([...planned, ...evaluated.map(({ key }) => key)])], at: clock.at };
}
