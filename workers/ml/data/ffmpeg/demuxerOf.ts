import { open } from 'node:fs/promises';
import { AppError } from '@/domain/errors';

const boxNames = new Set(['ftyp', 'moov', 'mdat', 'wide', 'free', 'skip']);

/**
 * The demuxer of a local video file by its first bytes. It is then forced on ffmpeg, so that a playlist that is called
 * .mp4 cannot make ffmpeg read other files.
 * @throws AppError video_missing, video_undecodable (not MP4/MOV, Matroska/WebM or AVI)
 */
export async function demuxerOf(path: string): Promise<'mov' | 'matroska' | 'avi'> {
  const head = await firstBytes(path);
  if (boxNames.has(head.toString('latin1', 4, 8))) return 'mov';
  if (head.readUInt32BE(0) === 0x1a45dfa3) return 'matroska';
  if (head.toString('latin1', 0, 4) === 'RIFF' && head.toString('latin1', 8, 11) === 'AVI') return 'avi';
  throw new AppError(
    'video_undecodable',
    `${path} is not an MP4, MOV, Matroska, WebM or AVI video. Replace the file by an intact copy.`,
  );
}

/** The first 12 bytes, zeros where the file is shorter. */
async function firstBytes(path: string): Promise<Buffer> {
  const head = Buffer.alloc(12);
  try {
    const file = await open(path, 'r');
    try {
      await file.read(head, 0, head.length, 0);
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw new AppError(
      'video_missing',
      `The video ${path} is missing or cannot be read. Put it back, or prepare the data set again.`,
      { cause },
    );
  }
  return head;
}
