import { statfs } from 'node:fs/promises';
import { AppError } from '@/domain/errors';

const mebibyte = 2 ** 20;
const fullCodes = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** What a write under `root` threw, as an error that names the folder and the space that is left where the disk is full. */
export async function diskFull(root: string, needed: number, cause: unknown): Promise<unknown> {
  if (!fullCodes.has((cause as NodeJS.ErrnoException).code ?? '')) return cause;
  const free = await statfs(root).then(
    ({ bavail, bsize }) => `${((bavail * bsize) / mebibyte).toFixed(1)} MiB free`,
    () => 'free space unknown',
  );
  return new AppError(
    'disk_full',
    `The disk of ${root} is full: ${(needed / mebibyte).toFixed(1)} MiB to write, ${free}. Make room there, then retry the run: it goes on from its last checkpoint.`,
    { cause },
  );
}
