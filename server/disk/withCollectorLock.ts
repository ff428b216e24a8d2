import pg from 'pg';

/** A lock of the database: one collection at a time, whoever begins it. */
const collectorLock = 72_707_372;

/**
 * Does the work while no other process of this installation does it; null where one does. The lock ends with its connection, so a
 * process that is killed holds nobody up.
 */
export async function withCollectorLock<Result>(
  databaseUrl: string,
  work: () => Promise<Result>,
): Promise<Result | null> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000, keepAlive: true });
  client.on('error', () => {}); // a lost connection gives the lock to the next, who finds what is left
  await client.connect();
  try {
    const { rows } = await client.query<{ held: boolean }>('select pg_try_advisory_lock($1) as held', [collectorLock]);
    return rows[0]?.held ? await work() : null;
  } finally {
    await client.end().catch(() => undefined);
  }
}
