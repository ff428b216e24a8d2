import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { Reporter } from '@/workers/report/createReporter';

/** What a run process prints becomes lines of the run's log: libraries speak there, and a crash leaves its last words. */
export function captureOutput({ stdout, stderr }: ChildProcess, reporter: Reporter): void {
  capture(stdout, 'info', reporter);
  capture(stderr, 'warn', reporter);
}

function capture(stream: Readable | null, level: 'info' | 'warn', reporter: Reporter): void {
  if (!stream) return;
  createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY }).on('line', (line) => {
    if (line.trim() !== '' && reporter.failure() === undefined) reporter.log(level, line);
  });
}
