import sharp, { type Sharp } from 'sharp';
import type { Box } from '@/domain/box';
import { drawScene } from '@/workers/ml/data/microCharades/drawScene';
import { renderScene } from '@/workers/ml/data/microCharades/renderScene';
import { frameSide } from '@/workers/ml/data/microCharades/scene';
import { sceneTruth } from '@/workers/ml/data/microCharades/sceneTruth';

/** Frames of a clip, and first frames of the three clips of the micro protocol. */
export const clipFrames = 8;
export const firstFrames = [0, 8, 16];
/** Side of the resized frame, of V_in and of the box in it. */
export const resizedSide = 64;
export const viewSide = 56;
export const boxSide = 32;
const offset = (resizedSide - viewSide) / 2;

/** V_in of a test clip in [0, 1] of the original frame. */
export const testView: Box = {
  top: offset / resizedSide,
  left: offset / resizedSide,
  height: viewSide / resizedSide,
  width: viewSide / resizedSide,
};

/** A video of MicroCharades: frames, labels and where its objects are. */
export function renderGalleryVideo(index: number) {
  const scene = drawScene(11, index);
  const frames = renderScene(scene);
  return { frames, actions: scene.actions, truth: sceneTruth(scene) };
}

/** The two strips of one clip: JPEG at the original resolution, PNG after the resize of F. */
export async function clipStrips(
  frames: Uint8Array,
  firstFrame: number,
): Promise<{ original: Uint8Array; resized: Uint8Array }> {
  const bytes = frameSide * frameSide * 3;
  const originals = Array.from({ length: clipFrames }, (_, t) =>
    Buffer.from(frames.subarray((firstFrame + t) * bytes, (firstFrame + t + 1) * bytes)),
  );
  const raw = { width: frameSide, height: frameSide, channels: 3 as const };
  const resized = await Promise.all(
    originals.map((frame) =>
      sharp(frame, { raw }).resize(resizedSide, resizedSide, { kernel: 'lanczos3' }).raw().toBuffer(),
    ),
  );
  return {
    original: await strip(originals, frameSide).jpeg({ quality: 90, chromaSubsampling: '4:4:4' }).toBuffer(),
    resized: await strip(resized, resizedSide).png().toBuffer(),
  };
}

function strip(frames: Buffer[], side: number): Sharp {
  const width = side * frames.length;
  const row = side * 3;
  const joined = Buffer.alloc(width * side * 3);
  frames.forEach((frame, t) => {
    for (let y = 0; y < side; y++) frame.copy(joined, (y * frames.length + t) * row, y * row, (y + 1) * row);
  });
  return sharp(joined, { raw: { width, height: side, channels: 3 } });
}
