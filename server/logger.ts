import { type Logger, pino } from 'pino';
import { logLevel } from './env';

/** Structured log of this process on standard error; standard output belongs to what the user reads. */
export const logger: Logger = pino({ level: logLevel() }, pino.destination(2));
