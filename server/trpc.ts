import { initTRPC, TRPCError } from '@trpc/server';
import superjson from 'superjson';
import { ZodError } from 'zod';
import { AppError, type ErrorCode } from '@/domain/errors';
import { issuesText } from '@/domain/text/plainIssues';
import type { Db } from './db';
import { plainFailure } from './plainFailure';

/** What every procedure gets; tests build one with their own database. */
export type Context = {
  db: Db;
  /** Folder of all artifacts; without it nobody looks at their bytes. */
  artifacts?: string;
  /** Folder of the caches of this host; without it nobody looks at them. */
  caches?: string;
  /** Days that what was deleted can be restored (30). */
  binDays?: number;
};

type TrpcCode = ConstructorParameters<typeof TRPCError>[0]['code'];
const trpcCodes: Partial<Record<ErrorCode, TrpcCode>> = {
  not_found: 'NOT_FOUND',
  conflict: 'CONFLICT',
  bad_request: 'BAD_REQUEST',
  config_invalid: 'BAD_REQUEST',
  dataset_invalid: 'BAD_REQUEST',
  damaged: 'UNPROCESSABLE_CONTENT',
  database_unreachable: 'SERVICE_UNAVAILABLE',
  disk_full: 'SERVICE_UNAVAILABLE',
};

const trpc = initTRPC.context<Context>().create({
  transformer: superjson,
  errorFormatter({ shape, error }) {
    const failure = failureOf(error);
    const { stack: _, ...data } = shape.data;
    return { ...shape, message: failure.message, data: { ...data, appCode: failure.code } };
  },
  sse: { ping: { enabled: true, intervalMs: 15_000 }, client: { reconnectAfterInactivityMs: 45_000 } },
});

/** The one place where an error becomes an answer of the API: what a procedure throws has its code, and words that users understand. */
const plainErrors = trpc.middleware(async ({ next }) => {
  const result = await next();
  if (result.ok || result.error.code !== 'INTERNAL_SERVER_ERROR') return result;
  const cause = failureOf(result.error);
  throw new TRPCError({ code: trpcCodes[cause.code] ?? 'INTERNAL_SERVER_ERROR', message: cause.message, cause });
});

/** What tRPC itself refuses, in our words. */
const refusals: Partial<Record<TrpcCode, string>> = {
  NOT_FOUND: 'The workbench has nothing of that name. Reload the page: it may be from before an update.',
  METHOD_NOT_SUPPORTED: 'This cannot be asked for in that way. Reload the page.',
  PAYLOAD_TOO_LARGE: 'That is more than can be sent at once.',
};

function failureOf(error: TRPCError): AppError {
  const { cause, code } = error;
  if (cause instanceof AppError) return cause;
  if (code === 'INTERNAL_SERVER_ERROR') return plainFailure(cause ?? error);
  if (cause instanceof ZodError) return new AppError('bad_request', issuesText(cause));
  const said = refusals[code] ?? 'The request could not be read. Reload the page and try again.';
  return new AppError(code === 'NOT_FOUND' ? 'not_found' : 'bad_request', said);
}

export const router = trpc.router;
export const createCallerFactory = trpc.createCallerFactory;
export const procedure = trpc.procedure.use(plainErrors);
