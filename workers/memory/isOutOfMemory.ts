import { AppError } from '@/domain/errors';

// Status 8 is the engine's own; 10 hands on what oneDNN says, whose status 1 is out of memory.
const words =
  /Array buffer allocation failed|Invalid typed array length|OOM when allocating|Invalid TF_Status: 8\b|Invalid TF_Status: 10\b[\s\S]*Status: 1,|std::bad_alloc|[Cc]annot allocate memory|[Oo]ut of memory/;
const codes = new Set(['ENOMEM', 'ERR_WORKER_OUT_OF_MEMORY', 'ERR_MEMORY_ALLOCATION_FAILED']);

/** Whether what was thrown says that memory ran out: in the engine, in an array of JavaScript, in a thread, or at starting a process. */
export function isOutOfMemory(error: unknown): boolean {
  if (error instanceof AppError) return error.code === 'out_of_memory';
  if (!(error instanceof Error)) return false;
  return codes.has((error as NodeJS.ErrnoException).code ?? '') || words.test(error.message);
}
