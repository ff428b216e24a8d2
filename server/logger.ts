import { type Logger, pino } from 'pino';
import { env } from './env';

/** Structured log of this process on standard error; standard output belongs to what the user reads. */
export const logger: Logger = pino({ level: env().LOG_LEVEL }, pino.destination(2));
