import { AppError } from '@/domain/errors';

const words =
  /Array buffer allocation failed|Invalid typed array length|OOM when allocating|Invalid TF_Status: 8\b|std::bad_alloc|Cannot allocate memory/;
const codes = new Set(['ENOMEM', 'ERR_WORKER_OUT_OF_MEMORY']);

/** Whether what was thrown says that memory ran out: in the engine, in an array of JavaScript, in a thread, or at starting a process. */
export function isOutOfMemory(error: unknown): boolean {
  if (error instanceof AppError) return error.code === 'out_of_memory';
  if (!(error instanceof Error)) return false;
  return codes.has((error as NodeJS.ErrnoException).code ?? '') || words.test(error.message);
}
