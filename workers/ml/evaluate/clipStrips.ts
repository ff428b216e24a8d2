import sharp, { type Sharp } from 'sharp';
import type { ClipStrips } from '@/domain/clipStrips';
import type { RunConfig } from '@/domain/runConfig';
import type { VideoItem } from '@/workers/ml/data/videoItem';
import type { RunData } from '@/workers/ml/run/runData';
import { toUnitBox, viewInSource } from '@/workers/ml/views/boxToSource';
import type { Size } from '@/workers/ml/views/resizedSize';
import { evaluationClips } from './evaluationClips';

/** The frames of the test clips of a video for the gallery: T frames side by side, original (JPEG) and resized by F (PNG). */
export async function clipStrips(config: RunConfig, data: RunData, item: VideoItem): Promise<ClipStrips[]> {
  const info = data.source.info(item.id);
  const { frames } = config.clip;
  const strips: ClipStrips[] = [];
  for (const [clip, { firstFrame, frameNumbers, view }] of evaluationClips(config, data, item).entries()) {
    const loaded = await data.source.open([{ videoId: item.id, frameNumbers, region: null }]);
    try {
      const region = { top: 0, left: 0, height: info.height, width: info.width };
      strips.push({
        videoId: item.id,
        clip,
        firstFrame,
        frames,
        originalWidth: info.width,
        originalHeight: info.height,
        view: toUnitBox(viewInSource(view), view.source),
        original: await strip(loaded.original(0, region), frames, info).jpeg({ quality: 88 }).toBuffer(),
        resized: await strip(loaded.resized(0), frames, info.resized).png({ compressionLevel: 6 }).toBuffer(),
      });
    } finally {
      loaded.release();
    }
  }
  return strips;
}

/** (frames, height, width, 3) -> one picture of height x (frames * width). */
function strip(pixels: Uint8Array, frames: number, { height, width }: Size): Sharp {
  const row = width * 3;
  const picture = Buffer.alloc(pixels.length);
  for (let frame = 0; frame < frames; frame++)
    for (let y = 0; y < height; y++) {
      const from = (frame * height + y) * row;
      picture.set(pixels.subarray(from, from + row), (y * frames + frame) * row);
    }
  return sharp(picture, { raw: { width: frames * width, height, channels: 3 } });
}
