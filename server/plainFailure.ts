import { randomBytes } from 'node:crypto';
import { AppError } from '@/domain/errors';
import { fileFault } from '@/domain/fileFault';
import { databaseError } from './databaseError';
import { logger } from './logger';
import { sqlStateOf } from './sqlStateOf';

const known = new WeakMap<object, AppError>();

/**
 * What a user is told of any error. An AppError says it itself; the words of the database, of the validator and of Node are for the log,
 * where they are found by the reference that the user sees. The same error is logged once.
 */
export function plainFailure(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const key = typeof error === 'object' && error !== null ? error : null;
  const before = key && known.get(key);
  if (before) return before;
  const failure = databaseError(error) ?? fileFault(error, 'try again') ?? unstorable(error) ?? bugFailure(error);
  if (key) known.set(key, failure);
  return failure;
}

/** What was to be written does not fit its column; the schemas of the API should have said so before. */
function unstorable(error: unknown): AppError | null {
  const cause = { cause: error };
  const state = sqlStateOf(error);
  if (state === null || !state.startsWith('22')) return null;
  return numeric.has(state)
    ? new AppError('bad_request', 'A number is larger than what can be stored. Give a smaller one.', cause)
    : new AppError('bad_request', 'A text holds a character that cannot be stored. Take it out.', cause);
}

/** SQLSTATE: numeric value out of range, number of rows or offset of a query. */
const numeric = new Set(['22003', '2201W', '2201X', '22008']);

function bugFailure(error: unknown): AppError {
  const reference = randomBytes(4).toString('hex');
  logger.error({ err: error, reference }, 'unexpected error');
  return new AppError(
    'internal',
    `Something went wrong on the server. Its log has the details under the reference ${reference}.`,
    { cause: error },
  );
}
