import sharp, { type Sharp } from 'sharp';
import type { ClipStrips } from '@/domain/clipStrips';
import type { RunConfig } from '@/domain/runConfig';
import { stripColumns } from '@/domain/stripColumns';
import { frameSeconds } from '@/workers/ml/data/frameSeconds';
import type { VideoItem } from '@/workers/ml/data/videoItem';
import type { RunData } from '@/workers/ml/run/runData';
import { toUnitBox, viewInSource } from '@/workers/ml/views/boxToSource';
import type { Size } from '@/workers/ml/views/resizedSize';
import { evaluationClips } from './evaluationClips';

/** Up to this side of the network's view the resized frames are stored without loss; larger ones would take most of the disk. */
const losslessSide = 128;

/** Half the time for 4 % more bytes. */
const fastJpeg = { optimiseCoding: false };
/** Three quarters of the time of level 6 for 2 % more bytes. */
const fastPng = { compressionLevel: 2 };

/** The frames of the test clips of a video for the gallery, original and resized by F; one clip in memory at a time. */
export async function clipStrips(config: RunConfig, data: RunData, item: VideoItem): Promise<ClipStrips[]> {
  const info = data.source.info(item.id);
  const { frames, side, fps } = config.clip;
  const columns = stripColumns(frames, Math.max(info.width, info.resized.width));
  const lossless = side <= losslessSide;
  const strips: ClipStrips[] = [];
  const clips = evaluationClips(config, data, item);
  const requests = clips.map(({ frameNumbers }) => ({ videoId: item.id, frameNumbers, region: null }));
  data.source.expect(requests);
  for (const [clip, { firstFrame, frameNumbers, view }] of clips.entries()) {
    const loaded = await data.source.open(requests.slice(clip, clip + 1));
    try {
      const region = { top: 0, left: 0, height: info.height, width: info.width };
      const original = strip(await loaded.original(0, region), { frames, columns, size: info });
      const resized = strip(await loaded.resized(0), { frames, columns, size: info.resized });
      strips.push({
        ...{ videoId: item.id, clip, firstFrame, frames, columns },
        times: frameSeconds(frameNumbers, { startSeconds: info.startSeconds, fps }),
        originalWidth: info.width,
        originalHeight: info.height,
        view: toUnitBox(viewInSource(view), view.source),
        original: await original.jpeg({ ...fastJpeg, quality: 88 }).toBuffer(),
        resized: await (lossless ? resized.png(fastPng) : resized.jpeg({ ...fastJpeg, quality: 90 })).toBuffer(),
        resizedMime: lossless ? 'image/png' : 'image/jpeg',
      });
    } finally {
      loaded.release();
    }
  }
  return strips;
}

/** (frames, height, width, 3) -> one picture of rows of `columns` frames; what is left of the last row is black. */
function strip(pixels: Uint8Array, { frames, columns, size }: { frames: number; columns: number; size: Size }): Sharp {
  const across = columns || frames;
  const rows = Math.ceil(frames / across);
  const line = size.width * 3;
  const picture = Buffer.alloc(rows * across * size.height * line);
  for (let frame = 0; frame < frames; frame++) {
    const [row, column] = [Math.floor(frame / across), frame % across];
    for (let y = 0; y < size.height; y++) {
      const from = (frame * size.height + y) * line;
      picture.set(pixels.subarray(from, from + line), ((row * size.height + y) * across + column) * line);
    }
  }
  return sharp(picture, { raw: { width: across * size.width, height: rows * size.height, channels: 3 } });
}
