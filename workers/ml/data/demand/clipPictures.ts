import { createLanczosResize } from '@/workers/ml/views/lanczosResize';
import { type Resize, resizedSize } from '@/workers/ml/views/resizedSize';
import type { PixelBox } from '@/workers/ml/views/viewTransform';
import { checkRegion } from '../frames/checkRegion';
import type { ClipRequest } from '../frames/frameSource';
import type { DemandVideo } from './demandVideo';
import { frameInFile, type PlannedJob } from './planJobs';

/** The pictures of one clip: a part of the original ones, or all of them resized by Lanczos-3. */
export type ClipPictures = { original(region: PixelBox): Uint8Array; resized(resize: Resize): Uint8Array };

/** Finds the frames of a clip among those of its job, uint8 RGB (job frames, region.height, region.width, 3). */
export function clipPictures(from: {
  video: DemandVideo;
  clip: ClipRequest;
  plan: PlannedJob;
  bytes: Uint8Array;
}): ClipPictures {
  const { video, clip, plan, bytes } = from;
  const held = plan.region;
  const frameBytes = held.height * held.width * 3;
  const placeOf = new Map(plan.job.frames.map((frame, k) => [frame, k * frameBytes]));
  const starts = clip.frameNumbers.map((number) => placeOf.get(frameInFile(video, number)) ?? 0);

  return {
    original(region) {
      checkRegion(region, held);
      const { height, width } = region;
      const out = new Uint8Array(starts.length * height * width * 3);
      starts.forEach((start, k) => {
        for (let y = 0; y < height; y++) {
          const at = start + ((region.top - held.top + y) * held.width + region.left - held.left) * 3;
          out.set(bytes.subarray(at, at + width * 3), (k * height + y) * width * 3);
        }
      });
      return out;
    },
    resized(resize) {
      if (clip.region) throw new RangeError('resized frames need whole frames: open the clip without a region');
      const to = resizedSize(video, resize);
      const write = createLanczosResize(video, to);
      const out = new Uint8Array(starts.length * to.height * to.width * 3);
      starts.forEach((start, k) => {
        const size = to.height * to.width * 3;
        write(bytes.subarray(start, start + frameBytes), out.subarray(k * size, (k + 1) * size));
      });
      return out;
    },
  };
}
