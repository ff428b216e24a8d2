import { AppError, type ErrorCode, errorCodes } from '@/domain/errors';
import { fileFault } from '@/domain/fileFault';

/** What a child of the pool sends back about one job; messages travel as JSON. */
export type JobReply<Result> = { job: number; result: Result } | { job: number; failure: JobFailure };

/** An error on its way between processes: an AppError keeps its code. */
export type JobFailure = { code: ErrorCode | null; message: string; stack: string | null };

export function toFailure(error: unknown): JobFailure {
  if (error instanceof AppError) return { code: error.code, message: error.message, stack: error.stack ?? null };
  const known = fileFault(error, 'start again: what is done stays');
  if (known) return { code: known.code, message: known.message, stack: known.stack ?? null };
  if (error instanceof Error) return { code: null, message: error.message, stack: error.stack ?? null };
  return { code: null, message: String(error), stack: null };
}

export function fromFailure({ code, message, stack }: JobFailure): Error {
  const error = code !== null && code in errorCodes ? new AppError(code, message) : new Error(message);
  if (stack !== null) error.stack = stack;
  return error;
}
