import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { Reporter } from '@/workers/report/createReporter';

type Level = 'info' | 'warn' | 'error';

/**
 * What the process of a task prints becomes lines of its log: libraries speak there, and a crash leaves its last words.
 * @param onError told of every line of the error output
 */
export function captureOutput(
  { stdout, stderr }: ChildProcess,
  reporter: Reporter,
  onError: (line: string) => void = () => undefined,
): void {
  const log = (level: Level, line: string) => {
    if (line.trim() !== '' && reporter.failure() === undefined) reporter.log(level, line);
  };
  onLines(stdout, (line) => log('info', line));
  onLines(stderr, (line) => {
    onError(line);
    log(levelOf(line), line);
  });
}

function onLines(stream: Readable | null, listener: (line: string) => void): void {
  if (stream) createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY }).on('line', listener);
}

/** libtensorflow begins its lines with a letter and the date (I1122 ...), and says once that it does so. */
export function levelOf(line: string): Level {
  const letter = /^([IWEF])\d{4} /.exec(line)?.[1];
  if (letter === 'I' || line.startsWith('WARNING: All log messages before absl::InitializeLog()')) return 'info';
  return letter === 'E' || letter === 'F' ? 'error' : 'warn';
}
