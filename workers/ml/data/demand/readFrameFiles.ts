import sharp from 'sharp';
import { undecodable } from '../ffmpeg/undecodable';
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
    const pixels = await sharp(extractedFrame(path, frame), { failOn: 'error' })
      .extract(region)
      .toColourspace('srgb')
      .removeAlpha()
      .raw()
      .toBuffer()
      .catch(() => null);
    if (pixels?.length !== bytes) throw undecodable(path, `frame ${frame + 1} is missing, damaged or of another size`);
    out.set(pixels, k * bytes);
  }
  return out;
}
