import { printable } from '@/domain/text/textFault';

/** Where there is no terminal, one line each so many seconds. */
const QUIET_SECONDS = 15;

type Output = { write: (text: string) => unknown; isTTY?: boolean };

export type LiveRegion = { show: (lines: string[]) => void; clear: () => void };

/** A few lines at the bottom of the terminal that are drawn again in place; elsewhere now and then a plain line. */
export function liveRegion(output: Output & { columns?: number } = process.stdout, now = Date.now): LiveRegion {
  let drawn = 0;
  let last = Number.NEGATIVE_INFINITY;
  const clear = () => {
    if (drawn > 0) output.write(`\x1b[${drawn}A\x1b[0J`);
    drawn = 0;
  };
  return {
    clear,
    show: (names) => {
      const lines = names.map((line) => printable(line));
      if (output.isTTY) {
        clear();
        const width = (output.columns ?? 80) - 1; // a line that wraps would be counted wrong
        output.write(lines.map((line) => `${line.slice(0, width)}\n`).join(''));
        drawn = lines.length;
      } else if (now() - last >= QUIET_SECONDS * 1000) {
        last = now();
        output.write(`${lines.map((line) => line.trim()).join(' | ')}\n`);
      }
    },
  };
}
