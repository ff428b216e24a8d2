import { AppError, type ErrorCode } from '@/domain/errors';
import { fileFault } from '@/domain/fileFault';
import { databaseError } from '@/server/databaseError';
import type { JobEnd } from '@/server/jobs/finishJob';
import { plainFailure } from '@/server/plainFailure';
import { RunStopped } from '@/workers/ml/run/runHost';
import { WeightsRefusal } from '@/workers/ml/weights/weightsRefusal';
import type { JobEndMessage } from './jobMessages';

const outOfMemory = /Array buffer allocation failed|Invalid typed array length/;

/** How a job ended that threw this. Anything that is not expected is a bug: `internal`, and its stack belongs in the log. */
export function jobEndOf(error: unknown): JobEndMessage['end'] {
  if (error instanceof RunStopped) return { outcome: error.reason === 'cancel' ? 'CANCELLED' : 'PREEMPTED' };
  if (error instanceof WeightsRefusal) return { ...failed(error.code, error.message), result: error.report };
  if (error instanceof AppError) {
    return error.code === 'fenced' ? { outcome: 'FENCED' } : failed(error.code, error.message);
  }
  const known = databaseError(error) ?? fileFault(error, 'start it again: it goes on where it stopped');
  if (known) return failed(known.code, known.message);
  const message = error instanceof Error ? error.message : String(error);
  if (outOfMemory.test(message)) {
    return failed(
      'out_of_memory',
      `Out of memory: ${message}. Close what else runs on this machine, then start it again.`,
    );
  }
  const { code, message: said } = plainFailure(error);
  return failed(code, said);
}

function failed(code: ErrorCode, message: string): Extract<JobEnd, { outcome: 'FAILED' }> {
  return { outcome: 'FAILED', code, message };
}
