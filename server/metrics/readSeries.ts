import { z } from 'zod';
import { metricSplitSchema } from '@/domain/metrics';
import { storedText } from '@/domain/text/textSchemas';
import type { Db } from '@/server/db';
import { type Bucket, bucketSeries } from './bucketSeries';
import { readPoints } from './readPoints';
import { smoothSeries } from './smoothSeries';

export const readSeriesSchema = z.object({
  runIds: z.array(z.uuid()).min(1).max(20),
  key: storedText({ what: 'The name of the curve', max: 200, empty: 'Name the curve.' }),
  split: metricSplitSchema,
  /** Weight of the moving average, which is taken over the whole curve. */
  smoothing: z.number().min(0).max(0.999).default(0),
  maxPoints: z.int().min(2).max(500).default(500),
});
export type ReadSeries = z.infer<typeof readSeriesSchema>;

/** One curve of one run; `points` is how many were measured. */
export type Series = { runId: string; points: number; buckets: Bucket[] };

/** A metric of some runs, thinned for a chart; a run without the metric has no buckets. In the order of `runIds`. */
export async function readSeries(db: Db, { runIds, key, split, smoothing, maxPoints }: ReadSeries): Promise<Series[]> {
  const series: Series[] = [];
  // One after the other: long curves that came together would hold other requests back.
  for (const runId of runIds) {
    const points = await readPoints(db, { runId, key, split });
    const buckets = bucketSeries(points, smoothSeries(points.values, smoothing), maxPoints);
    series.push({ runId, points: points.steps.length, buckets });
  }
  return series;
}
