import { AppError, type ErrorCode } from '@/domain/errors';

const statuses: Partial<Record<ErrorCode, number>> = { not_found: 404, bad_request: 400 };

/** The answer of a route of bytes to an AppError; anything else is a bug and is thrown on. */
export function bytesErrorResponse(error: unknown): Response {
  if (!(error instanceof AppError)) throw error;
  return new Response(error.message, {
    status: statuses[error.code] ?? 500,
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  });
}
