import type { ErrorCode } from '@/domain/errors';
import { plainFailure } from '@/server/plainFailure';

const statuses: Partial<Record<ErrorCode, number>> = {
  not_found: 404,
  bad_request: 400,
  conflict: 409,
  damaged: 422,
  database_unreachable: 503,
  disk_full: 503,
};

/** The answer of a route of bytes to whatever went wrong. */
export function bytesErrorResponse(error: unknown): Response {
  const { code, message } = plainFailure(error);
  return new Response(message, {
    status: statuses[code] ?? 500,
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  });
}
