import { AppError } from '@/domain/errors';

/** Told of a video that cannot be read, in place of the error. */
export type OnUnreadable = (path: string, error: AppError) => void;

/** Whether an error says that a video is gone or cannot be decoded, not that something else is amiss. */
export function isVideoFault(error: unknown): error is AppError {
  return error instanceof AppError && (error.code === 'video_missing' || error.code === 'video_undecodable');
}

/** Does work on a video; where the video cannot be read and somebody wants to know, they are told instead. @throws what else the work throws */
export async function sparing(
  path: string,
  onUnreadable: OnUnreadable | undefined,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!onUnreadable || !isVideoFault(error)) throw error;
    onUnreadable(path, error);
  }
}
