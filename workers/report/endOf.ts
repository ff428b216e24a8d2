import { AppError, type ErrorCode } from '@/domain/errors';
import { fileFault } from '@/domain/fileFault';
import { databaseError } from '@/server/databaseError';
import { plainFailure } from '@/server/plainFailure';
import type { AttemptEnd } from '@/server/tasks/endAttempt';
import { isOutOfMemory } from '@/workers/memory/isOutOfMemory';
import { RunStopped } from '@/workers/ml/run/runHost';
import { WeightsRefusal } from '@/workers/ml/weights/weightsRefusal';
import type { EndMessage } from './messages';

/** How an attempt ended that threw this. Anything that is not expected is a bug: `internal`, and its stack belongs in the log. */
export function endOf(error: unknown): EndMessage['end'] {
  if (error instanceof RunStopped) {
    return error.reason === 'cancel'
      ? { outcome: 'CANCELLED' }
      : { outcome: 'PREEMPTED', message: 'the worker made room.' };
  }
  if (error instanceof WeightsRefusal) return { ...failed(error.code, error.message), result: error.report };
  if (error instanceof AppError) {
    return error.code === 'fenced' ? { outcome: 'FENCED' } : failed(error.code, error.message);
  }
  const known = databaseError(error) ?? fileFault(error, 'retry: it goes on where it stopped');
  if (known) return failed(known.code, known.message);
  const message = error instanceof Error ? error.message : String(error);
  if (isOutOfMemory(error)) {
    return failed('out_of_memory', `Out of memory: ${message}. Use a smaller batch or shorter clips, or another host.`);
  }
  const { code, message: said } = plainFailure(error);
  return failed(code, said);
}

function failed(code: ErrorCode, message: string): Extract<AttemptEnd, { outcome: 'FAILED' }> {
  return { outcome: 'FAILED', code, message };
}
