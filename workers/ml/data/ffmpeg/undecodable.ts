import { AppError } from '@/domain/errors';

/** The error of a video whose file is there and cannot be used. */
export function undecodable(path: string, reason: string): AppError {
  return new AppError(
    'video_undecodable',
    `The video ${path} cannot be decoded: ${reason}. Replace the file by an intact copy, or delete it and prepare the data set again.`,
  );
}
