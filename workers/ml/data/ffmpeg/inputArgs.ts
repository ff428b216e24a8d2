import { resolve } from 'node:path';
import { demuxerOf } from './demuxerOf';

/**
 * Arguments that open a local video and nothing else: forced demuxer, file protocol only, one thread, stop at damage.
 * @throws AppError video_missing, video_undecodable
 */
export async function inputArgs(path: string): Promise<string[]> {
  const demuxer = await demuxerOf(path);
  const strictness = ['-xerror', '-err_detect', 'crccheck+bitstream+buffer'];
  return [
    '-protocol_whitelist',
    'file,pipe',
    '-threads',
    '1',
    ...strictness,
    '-f',
    demuxer,
    '-i',
    `file:${resolve(path)}`,
  ];
}
