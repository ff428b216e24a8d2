import type { Db } from '@/server/db';
import type { EvaluationKey } from './savePartialScores';

/** Maps of the finished videos of an evaluation under way, in the order of the split, one video in memory at a time. */
export async function* keptMaps(
  db: Db,
  runId: string,
  { variant, checkpointStep }: EvaluationKey,
): AsyncGenerator<Uint8Array> {
  const where = { runId, variant, checkpointStep };
  for (let after = -1; ; ) {
    const row = await db.partialScores.findFirst({
      where: { ...where, position: { gt: after }, maps: { not: null } },
      orderBy: { position: 'asc' },
      select: { position: true, maps: true },
    });
    if (!row?.maps) return;
    yield row.maps;
    after = row.position;
  }
}
