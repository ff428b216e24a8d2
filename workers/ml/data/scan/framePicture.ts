import { readFile, stat } from 'node:fs/promises';
import sharp from 'sharp';
import { maxPixels } from '@/workers/ml/data/ffmpeg/inputArgs';
import type { Fault } from '@/workers/ml/data/ffmpeg/undecodable';
import type { PixelBox } from '@/workers/ml/views/viewTransform';

/** uint8 RGB, (height, width, 3). */
type Picture = { pixels: Buffer; height: number; width: number };

/** No JPEG within the pixels allowed is larger. */
const maxBytes = 4 * maxPixels;

/**
 * Reads an extracted frame, or a part of it, as import and runs do: what the one calls sound the other can read. How large a picture
 * is its header says, before memory is taken for it.
 * @param number of the frame, from 1 on, for messages
 * @returns the pixels, or what is wrong
 */
export async function framePicture(
  file: string,
  { number, region = null }: { number: number; region?: PixelBox | null },
): Promise<Picture | Fault> {
  const bad = (what: string): Fault => ({ reason: what, advice: 'frames' });
  const found = await stat(file).catch(() => null);
  if (!found?.isFile() || found.size > maxBytes) return bad(`frame ${number} is no readable JPEG picture`);
  const bytes = await readFile(file).catch(() => null);
  if (bytes?.toString('hex', 0, 3) !== 'ffd8ff') return bad(`frame ${number} is no readable JPEG picture`);
  const picture = sharp(bytes, { failOn: 'error', limitInputPixels: maxPixels });
  if (region) picture.extract(region);
  try {
    const { data, info } = await picture
      .toColourspace('srgb')
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    if (info.channels === 3) return { pixels: data, height: info.height, width: info.width };
    return bad(`the pixels of frame ${number} are damaged`);
  } catch (error) {
    const tooLarge = error instanceof Error && /exceeds pixel limit/.test(error.message);
    if (tooLarge)
      return { reason: `frame ${number} has more than ${maxPixels / 1e6} million pixels`, advice: 'smaller' };
    return bad(`the pixels of frame ${number} are damaged`);
  }
}
