import { initTRPC, TRPCError } from '@trpc/server';
import superjson from 'superjson';
import { ZodError, z } from 'zod';
import { AppError, type ErrorCode } from '@/domain/errors';
import { databaseError } from './databaseError';
import type { Db } from './db';
import { env } from './env';
import { authorizeRequest } from './security/authorizeRequest';

/** What every procedure gets; tests build one with their own database. `headers` are those of the HTTP request behind the call, if there is one. */
export type Context = { db: Db; headers?: Headers };

type TrpcCode = ConstructorParameters<typeof TRPCError>[0]['code'];
const trpcCodes: Partial<Record<ErrorCode, TrpcCode>> = {
  not_found: 'NOT_FOUND',
  conflict: 'CONFLICT',
  bad_request: 'BAD_REQUEST',
  config_invalid: 'BAD_REQUEST',
  dataset_invalid: 'BAD_REQUEST',
  database_unreachable: 'SERVICE_UNAVAILABLE',
  disk_full: 'SERVICE_UNAVAILABLE',
};

const trpc = initTRPC.context<Context>().create({
  transformer: superjson,
  errorFormatter({ shape, error }) {
    const cause = error.cause;
    return {
      ...shape,
      message: cause instanceof ZodError ? z.prettifyError(cause) : shape.message,
      data: { ...shape.data, stack: undefined, appCode: cause instanceof AppError ? cause.code : null },
    };
  },
  sse: { ping: { enabled: true, intervalMs: 15_000 }, client: { reconnectAfterInactivityMs: 45_000 } },
});

/** The one place where an AppError, or a fault of the database, becomes an answer of the API. */
const appErrors = trpc.middleware(async ({ next }) => {
  const result = await next();
  if (result.ok) return result;
  const { cause } = result.error;
  const known = cause instanceof AppError ? cause : databaseError(cause);
  if (known === null) return result;
  const { code, message } = known;
  throw new TRPCError({ code: trpcCodes[code] ?? 'INTERNAL_SERVER_ERROR', message, cause: known });
});

/** The rules of every request are checked here again: a way around the proxy is no way in. */
const authorised = trpc.middleware(({ ctx, type, next }) => {
  if (ctx.headers) {
    const method = type === 'mutation' ? 'POST' : 'GET';
    const refusal = authorizeRequest({ method, headers: ctx.headers }, env().FOVEA_TOKEN);
    if (refusal)
      throw new TRPCError({ code: refusal.status === 401 ? 'UNAUTHORIZED' : 'FORBIDDEN', message: refusal.message });
  }
  return next();
});

export const router = trpc.router;
export const createCallerFactory = trpc.createCallerFactory;
export const procedure = trpc.procedure.use(authorised).use(appErrors);
