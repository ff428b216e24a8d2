type WithCode = { code?: unknown; originalCode?: unknown; cause?: unknown; meta?: { driverAdapterError?: unknown } };

/** Prisma's own codes (P1001, P2010 ...) look the same; of the standard's classes only P0 begins with P. */
const sqlState = /^(?!P[1-9])[0-9A-Z]{5}$/;
/** Errors wrap one another; none so often. */
const deepest = 6;

/** The SQLSTATE of an error of the database, however Prisma has wrapped it; null where there is none. */
export function sqlStateOf(error: unknown, depth = 0): string | null {
  if (typeof error !== 'object' || error === null || depth > deepest) return null;
  const { originalCode, code, cause, meta } = error as WithCode;
  for (const state of [originalCode, code]) if (typeof state === 'string' && sqlState.test(state)) return state;
  return sqlStateOf(cause, depth + 1) ?? sqlStateOf(meta?.driverAdapterError, depth + 1);
}
