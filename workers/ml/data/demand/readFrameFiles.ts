import { undecodable } from '../ffmpeg/undecodable';
import { framePicture } from '../scan/framePicture';
import { extractedFrame } from '../scan/scanFrameFolder';
import { type ClipJob, jobBytes } from './clipJob';

/**
 * Reads the wanted frames of a folder of extracted ones.
 * @returns uint8 RGB, (frames, region.height, region.width, 3)
 * @throws AppError video_undecodable (with the number of the frame)
 */
export async function readFrameFiles(job: ClipJob, signal?: AbortSignal): Promise<Uint8Array> {
  const { path, frames, region } = job;
  const out = new Uint8Array(jobBytes(job));
  const bytes = region.height * region.width * 3;
  for (const [k, frame] of frames.entries()) {
    signal?.throwIfAborted();
    const found = await framePicture(extractedFrame(path, frame), { number: frame + 1, region });
    if ('reason' in found) throw undecodable(path, found.reason, found.advice);
    if (found.pixels.length !== bytes) throw undecodable(path, `frame ${frame + 1} is of another size`, 'frames');
    out.set(found.pixels, k * bytes);
  }
  return out;
}
