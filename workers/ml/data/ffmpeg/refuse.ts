import type { AppError } from '@/domain/errors';
import { demuxerOf } from './demuxerOf';
import { isEncrypted } from './isEncrypted';
import { type Fault, undecodable } from './undecodable';

/** The error of a video that could not be decoded; of what is encrypted decoders only say that it is damaged. */
export async function refuse(path: string, { reason, advice }: Fault): Promise<AppError> {
  if (advice === 'intact' && (await demuxerOf(path)) === 'mov' && (await isEncrypted(path)))
    return undecodable(path, 'it is encrypted', 'locked');
  return undecodable(path, reason, advice);
}
