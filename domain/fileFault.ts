import { AppError, type ErrorCode } from './errors';

const sentences: Record<string, { code: ErrorCode; text: (place: string) => string }> = {
  ENOSPC: { code: 'disk_full', text: (place) => `The disk of ${place} is full. Make room there` },
  EDQUOT: {
    code: 'disk_full',
    text: (place) => `Your share (quota) of the disk of ${place} is used up. Make room there`,
  },
  EROFS: { code: 'disk_fault', text: (place) => `The disk of ${place} is read-only. Make it writable` },
  EIO: { code: 'disk_fault', text: (place) => `The disk of ${place} reports a fault. Check the disk` },
  EACCES: { code: 'disk_fault', text: (place) => `${place} is closed to this user. Open it with chmod or chown` },
  EPERM: { code: 'disk_fault', text: (place) => `This user may not change ${place}. Open it with chmod or chown` },
  EMFILE: { code: 'disk_fault', text: () => 'This process may open no more files. Raise the limit (ulimit -n)' },
  ENFILE: { code: 'disk_fault', text: () => 'This machine can open no more files. End some other programs' },
  ENAMETOOLONG: {
    code: 'disk_fault',
    text: (place) => `The path ${place} is too long. Use a folder with a shorter path`,
  },
};

/**
 * An error of the file system, in words that a user can act on; null where the error is none.
 * @param then what to do after it is mended: 'retry the run', 'start again'
 */
export function fileFault(error: unknown, then: string): AppError | null {
  if (!(error instanceof Error) || error instanceof AppError) return null;
  const { code, path, dest, syscall } = error as Error & Record<'code' | 'path' | 'dest' | 'syscall', unknown>;
  const sentence = typeof code === 'string' ? sentences[code] : undefined;
  if (!sentence || (code !== 'ENOSPC' && syscall === undefined)) return null;
  const place = [dest, path].find((name) => typeof name === 'string');
  return new AppError(sentence.code, `${sentence.text(place ?? 'a folder in use')}, then ${then}.`, { cause: error });
}
