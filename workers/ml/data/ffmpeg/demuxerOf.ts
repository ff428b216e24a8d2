import { open, stat } from 'node:fs/promises';
import { AppError } from '@/domain/errors';
import type { Demuxer } from './containers';
import { notRead, sniff } from './sniff';
import { undecodable } from './undecodable';

/**
 * The demuxer of a local video file by its first bytes. It is then forced on ffmpeg, so that a playlist that is called
 * .mp4 cannot make ffmpeg read other files. What is no regular file (a pipe, a folder) is refused before it is opened.
 * @throws AppError video_missing, video_undecodable (none of the containers that are read; says what it is instead)
 */
export async function demuxerOf(path: string): Promise<Demuxer> {
  const head = await firstBytes(path);
  if (head.length === 0) throw undecodable(path, 'it is empty', 'fetch');
  const demuxer = sniff(head);
  if (demuxer === null) throw notRead(path, head);
  return demuxer;
}

/** The first 4 KiB, fewer where the file is shorter. */
async function firstBytes(path: string): Promise<Buffer> {
  const head = Buffer.alloc(4096);
  try {
    const found = await stat(path);
    if (found.isDirectory()) throw undecodable(path, 'it is a folder', 'fetch');
    if (!found.isFile()) throw undecodable(path, 'it is no regular file', 'fetch');
    const file = await open(path, 'r');
    try {
      const { bytesRead } = await file.read(head, 0, head.length, 0);
      return head.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError(
      'video_missing',
      `The video ${path} is missing or cannot be read. Put it back, or prepare the data set again.`,
      { cause },
    );
  }
}
