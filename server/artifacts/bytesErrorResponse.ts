import { AppError, type ErrorCode } from '@/domain/errors';
import { databaseError } from '@/server/databaseError';

const statuses: Partial<Record<ErrorCode, number>> = {
  not_found: 404,
  bad_request: 400,
  database_unreachable: 503,
  disk_full: 503,
};

/** The answer of a route of bytes to an AppError or a fault of the database; anything else is a bug and is thrown on. */
export function bytesErrorResponse(error: unknown): Response {
  const known = error instanceof AppError ? error : databaseError(error);
  if (known === null) throw error;
  return new Response(known.message, {
    status: statuses[known.code] ?? 500,
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  });
}
