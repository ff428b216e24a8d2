import { formatScore, formatScoreDelta } from '@/app/_components/formatScore';
import type { ComparedSubmission } from '@/domain/table2/againstBase';

/** How scores of others read: `31.2` as in the cells above, and what belongs to it. */
export function prepareSubmission({ map, wap, classAp, difference, missing, videos, unknown }: ComparedSubmission) {
  const leftOut = classAp.filter(Number.isNaN).length;
  const lines = unknown === 1 ? 'line' : 'lines';
  return {
    score: Number.isFinite(map) ? (map * 100).toFixed(1) : 'n/a',
    facts: [
      ...(difference === null ? [] : [`Δ ${formatScoreDelta(difference)} to the mean of Base`]),
      `wAP ${formatScore(wap)}`,
      missing === 0 ? `all ${videos} videos` : `${missing} of ${videos} videos missing`,
      ...(unknown === 0 ? [] : [`${unknown} ${lines} of other videos`]),
      ...(leftOut === 0 ? [] : [`${leftOut} of ${classAp.length} classes without a positive`]),
    ],
  };
}
