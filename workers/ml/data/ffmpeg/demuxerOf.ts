import { open, stat } from 'node:fs/promises';
import { AppError } from '@/domain/errors';
import { undecodable } from './undecodable';

export type Demuxer = 'mov' | 'matroska' | 'avi';

const boxNames = new Set(['ftyp', 'styp', 'moov', 'moof', 'sidx', 'mdat', 'wide', 'free', 'skip', 'pnot', 'uuid']);

/**
 * The demuxer of a local video file by its first bytes. It is then forced on ffmpeg, so that a playlist that is called
 * .mp4 cannot make ffmpeg read other files. What is no regular file (a pipe, a folder) is refused before it is opened.
 * @throws AppError video_missing, video_undecodable (not MP4/MOV, Matroska/WebM or AVI)
 */
export async function demuxerOf(path: string): Promise<Demuxer> {
  const head = await firstBytes(path);
  if (head.length === 0) throw undecodable(path, 'it is empty');
  if (boxNames.has(head.toString('latin1', 4, 8))) return 'mov';
  if (head.length >= 4 && head.readUInt32BE(0) === 0x1a45dfa3) return 'matroska';
  if (head.toString('latin1', 0, 4) === 'RIFF' && head.toString('latin1', 8, 11) === 'AVI') return 'avi';
  throw undecodable(path, `it is ${kindOf(head)}, not an MP4, MOV, Matroska, WebM or AVI video`);
}

/** The first 512 bytes, fewer where the file is shorter. */
async function firstBytes(path: string): Promise<Buffer> {
  const head = Buffer.alloc(512);
  try {
    const found = await stat(path);
    if (found.isDirectory()) throw undecodable(path, 'it is a folder');
    if (!found.isFile()) throw undecodable(path, 'it is no regular file');
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

/** A word for what else a file may be, from its first bytes. */
function kindOf(head: Buffer): string {
  const text = head.toString('latin1');
  if (text.startsWith('#EXTM3U')) return 'a playlist';
  if (text.startsWith('ffconcat')) return 'a list of files';
  if (head[0] === 0x47 && (head.length < 189 || head[188] === 0x47)) return 'an MPEG transport stream';
  if (head.length >= 4 && head.readUInt32BE(0) === 0x1ba) return 'an MPEG programme stream';
  if (text.startsWith('FLV')) return 'a Flash video';
  if (text.startsWith('GIF8')) return 'a GIF picture';
  if (text.startsWith('OggS')) return 'an Ogg file';
  if (/^[\t\n\r\x20-\x7e]*$/.test(text)) return 'a text';
  return 'something else';
}
