import { setTimeout as sleep } from 'node:timers/promises';
import type { Table2 } from '@/domain/table2/table2';
import type { ApiClient } from './createApiClient';
import { type DemoProgress, describeProgress } from './describeProgress';
import type { LiveRegion } from './liveRegion';

export type WatchOptions = { client: ApiClient; experimentId: string; region: LiveRegion; signal: AbortSignal };

/** How long a web server that is being started again may keep silent. */
const PATIENCE_MS = 120_000;
const ANSWER_MS = 30_000;

/** Shows the runs at work until all have ended. @returns undefined when it was interrupted */
export async function watchExperiment(
  options: WatchOptions,
): Promise<{ table: Table2; progress: DemoProgress } | undefined> {
  const { client, experimentId: id, region, signal } = options;
  let heard = Date.now();
  try {
    while (!signal.aborted) {
      try {
        const request = { signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]) };
        const [table, { state }] = await Promise.all([
          client.experiment.table.query({ id }, request),
          client.experiment.byId.query({ id }, request),
        ]);
        heard = Date.now();
        const progress = describeProgress(table, state);
        if (progress.finished) return { table, progress };
        region.show(progress.lines);
      } catch (error) {
        if (signal.aborted) return undefined;
        if (Date.now() - heard > PATIENCE_MS) throw error;
      }
      await sleep(1000, undefined, { signal }).catch(() => {});
    }
    return undefined;
  } finally {
    region.clear();
  }
}
