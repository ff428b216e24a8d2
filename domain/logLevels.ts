import { z } from 'zod';

/** Levels of the lines of a run's log. */
export const logLevelSchema = z.enum(['info', 'warn', 'error']);
export type LogLevel = z.infer<typeof logLevelSchema>;
export const logLevels = logLevelSchema.options;
