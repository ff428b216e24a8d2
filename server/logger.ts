import { writeSync } from 'node:fs';
import { type Logger, pino } from 'pino';
import { logLevel } from './env';

/** A line that cannot be written (a full disk, a closed terminal) is left out: pino's own writer would wait for room, and the process with it. */
const standardError = {
  write(line: string) {
    try {
      writeSync(2, line);
    } catch {
      // see above
    }
  },
};
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

/** Structured log of this process on standard error; standard output belongs to what the user reads. */
export const logger: Logger = pino({ level: logLevel() }, standardError);
