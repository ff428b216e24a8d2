import { formatDuration } from '@/domain/text/formatDuration';
import type { DataProgress } from '@/workers/ml/data/parallel/progress';

const barWidth = 24;

/** A progress bar that redraws its line; where the output is not a terminal, one plain line every tenth. */
export function progressLine(what: string): { show(progress: DataProgress): void; end(): void } {
  const terminal = process.stderr.isTTY;
  let shownTenth = -1;
  return {
    show({ done, total, etaSeconds }) {
      const share = total === 0 ? 1 : done / total;
      const eta = etaSeconds === null ? '' : `, ${formatDuration(etaSeconds)} left`;
      const text = `${what} ${done} / ${total} (${Math.floor(share * 100)} %)${eta}`;
      if (terminal) {
        const bar = '#'.repeat(Math.round(share * barWidth)).padEnd(barWidth, '.');
        process.stderr.write(`\r[${bar}] ${text}\x1b[K`);
        return;
      }
      const tenth = Math.floor(share * 10);
      if (tenth !== shownTenth) process.stderr.write(`${text}\n`);
      shownTenth = tenth;
    },
    end() {
      if (terminal) process.stderr.write('\n');
    },
  };
}
