import { setTimeout as sleep } from 'node:timers/promises';
import type { Db } from '@/server/db';
import { type Change, changesSince } from './changesSince';

/** What changed since the event before: pages ask again for what they show of it. */
export type ChangeEvent = { experimentIds: string[]; runIds: string[]; importIds: string[]; workers: boolean };
export type ChangeMessage = { cursor: string; event: ChangeEvent };

// Longer than any transaction that writes a row; what was sent is remembered for so long.
const overlapMs = 10_000;
const endOfTime = new Date('9999-01-01T00:00:00Z');

/**
 * Follow the database: yields whenever rows were written, at most once an interval, until `signal` aborts.
 * @param cursor of the last message received: what happened since then comes first. Without one, from the last seconds on.
 */
export async function* watchChanges(
  db: Db,
  { cursor, signal, intervalMs = 1000 }: { cursor?: string; signal?: AbortSignal; intervalMs?: number },
): AsyncGenerator<ChangeMessage> {
  const sent = new Map<string, { version: string; at: number }>();
  const fresh = (change: Change) => sent.get(`${change.kind} ${change.id}`)?.version !== change.version;
  let last = cursor === undefined ? Number.NaN : Date.parse(cursor);
  if (Number.isNaN(last)) last = (await changesSince(db, endOfTime)).now.getTime();
  while (!signal?.aborted) {
    const { now, changes } = await changesSince(db, new Date(last - overlapMs));
    const news = changes.filter(fresh);
    last = now.getTime();
    remember(sent, news, last);
    if (news.length > 0) yield { cursor: now.toISOString(), event: await eventOf(db, news) };
    await sleep(intervalMs, undefined, { signal }).catch(() => undefined);
  }
}

function remember(sent: Map<string, { version: string; at: number }>, changes: Change[], now: number): void {
  for (const { kind, id, version } of changes) sent.set(`${kind} ${id}`, { version, at: now });
  for (const [key, { at }] of sent) if (at < now - 4 * overlapMs) sent.delete(key);
}

async function eventOf(db: Db, changes: Change[]): Promise<ChangeEvent> {
  const ids = (...kinds: Change['kind'][]) => [
    ...new Set(changes.filter(({ kind }) => kinds.includes(kind)).map(({ id }) => id)),
  ];
  const runIds = ids('run', 'metrics', 'logs');
  const owners = await db.run.findMany({
    where: { id: { in: ids('run') } },
    distinct: ['experimentId'],
    select: { experimentId: true },
  });
  const experimentIds = [...new Set([...ids('experiment'), ...owners.map(({ experimentId }) => experimentId)])];
  return { experimentIds, runIds, importIds: ids('import'), workers: ids('worker').length > 0 };
}
