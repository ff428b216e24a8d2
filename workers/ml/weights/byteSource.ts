import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { AppError } from '@/domain/errors';
import { weightsError } from './weightsError';

/** A file that is read in ranges, never as a whole. */
export type ByteSource = {
  readonly size: number;
  /** A copy of `length` bytes, in a buffer of their own. @throws AppError('checkpoint_invalid') where they end behind the file */
  read(offset: number, length: number): Uint8Array<ArrayBuffer>;
};

/**
 * Open a plain file for reading in ranges; whoever opens it closes it.
 * @throws AppError('not_found') where there is none, AppError('bad_request') where it is a folder, a pipe or a device
 */
export function openByteSource(path: string): ByteSource & { close(): void } {
  const file = openFile(path);
  const { size } = fstatSync(file);
  return {
    size,
    read(offset, length) {
      // The check comes before the allocation: a length from a file is anything.
      if (!(offset >= 0 && length >= 0 && offset + length <= size)) throw weightsError('it is cut off');
      const bytes = new Uint8Array(length);
      for (let done = 0; done < length; ) {
        const count = readSync(file, bytes, done, length - done, offset + done);
        if (count === 0) throw weightsError('it became shorter while it was read');
        done += count;
      }
      return bytes;
    },
    close: () => closeSync(file),
  };
}

function openFile(path: string): number {
  const file = tryOpen(path);
  if (fstatSync(file).isFile()) return file;
  closeSync(file);
  throw new AppError('bad_request', `${path} is not a plain file. Name the file that holds the weights.`);
}

function tryOpen(path: string): number {
  try {
    // A pipe without a writer would block for ever.
    return openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new AppError(
        'not_found',
        `There is no file ${path}. Check the path; it must be one of the worker's machine.`,
      );
    }
    throw new AppError('bad_request', `${path} cannot be opened (${code}). Check its permissions.`, { cause: error });
  }
}
