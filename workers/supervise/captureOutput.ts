import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { Reporter } from '@/workers/report/createReporter';

type Level = 'info' | 'warn' | 'error';

/** What a run process prints becomes lines of the run's log: libraries speak there, and a crash leaves its last words. */
export function captureOutput({ stdout, stderr }: ChildProcess, reporter: Reporter): void {
  capture(stdout, () => 'info', reporter);
  capture(stderr, levelOf, reporter);
}

function capture(stream: Readable | null, levelOfLine: (line: string) => Level, reporter: Reporter): void {
  if (!stream) return;
  createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY }).on('line', (line) => {
    if (line.trim() !== '' && reporter.failure() === undefined) reporter.log(levelOfLine(line), line);
  });
}

/** libtensorflow begins its lines with a letter and the date (I1122 ...), and says once that it does so. */
export function levelOf(line: string): Level {
  const letter = /^([IWEF])\d{4} /.exec(line)?.[1];
  if (letter === 'I' || line.startsWith('WARNING: All log messages before absl::InitializeLog()')) return 'info';
  return letter === 'E' || letter === 'F' ? 'error' : 'warn';
}
