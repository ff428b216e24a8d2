import { parseArgs } from 'node:util';
import { AppError } from '@/domain/errors';

export const gcUsage = `npm run gc -- [--now] [--dry-run]
  Removes for good what was deleted more than FOVEA_BIN_DAYS (30) days ago, and all bytes that nothing refers to.
  The workbench does this by itself once a day.
  --now      empties the whole bin
  --dry-run  says what would be removed, and removes nothing`;

/** @throws AppError bad_request */
export function parseGcOptions(args: string[]): { now: boolean; dryRun: boolean } {
  const options = { now: { type: 'boolean' }, 'dry-run': { type: 'boolean' } } as const;
  try {
    const { values } = parseArgs({ args, options });
    return { now: values.now ?? false, dryRun: values['dry-run'] ?? false };
  } catch (cause) {
    throw new AppError('bad_request', `${(cause as Error).message}\n${gcUsage}`, { cause });
  }
}
