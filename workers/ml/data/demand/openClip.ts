import type { Resize } from '@/workers/ml/views/resizedSize';
import { checkRegion } from '../frames/checkRegion';
import type { ClipRequest } from '../frames/frameSource';
import { neededRegion } from '../frames/makePixels';
import type { Pixels, PixelWork } from '../frames/pixelWork';
import type { DemandVideo } from './demandVideo';
import { frameInFile, type PlannedJob } from './planJobs';
import type { LoadedJob, MadePixels } from './startLoader';

/** One clip of a job that is being loaded. */
export type OpenClip = {
  /** Waits for the frames, and for V_in where it was announced. */
  ready(): Promise<void>;
  input(): Float32Array;
  /** @throws RangeError where the clip does not hold what it takes */
  make<Work extends PixelWork>(work: Work): Promise<Pixels<Work>>;
  resized(): Promise<Uint8Array>;
  /** Frees V_in; the frames belong to the job. */
  release(): void;
};

/** Orders what was announced of a clip; the rest is made when it is asked for. */
export function openClip(from: {
  video: DemandVideo;
  clip: ClipRequest;
  plan: PlannedJob;
  loaded: LoadedJob;
  resize: Resize;
}): OpenClip {
  const { video, clip, plan, loaded, resize } = from;
  const placeOf = new Map(plan.job.frames.map((frame, place) => [frame, place]));
  const frames = clip.frameNumbers.map((number) => placeOf.get(frameInFile(video, number)) ?? 0);
  const check = (work: PixelWork) => checkRegion(neededRegion(work), plan.region);
  let ahead: MadePixels<Extract<PixelWork, { make: 'input' }>> | null = null;
  let input: Float32Array | null = null;
  if (clip.input) {
    const work = { make: 'input', input: clip.input } as const;
    check(work);
    ahead = loaded.make({ work, frames, ahead: true });
  }

  async function make<Work extends PixelWork>(work: Work): Promise<Pixels<Work>> {
    check(work);
    const made = loaded.make({ work, frames, ahead: false });
    try {
      return await made.take();
    } finally {
      made.release();
    }
  }

  return {
    async ready() {
      if (ahead) input = await ahead.take();
      else await loaded.ready();
    },
    input() {
      if (!input) throw new RangeError(`no V_in was announced for this clip of video ${clip.videoId}`);
      return input;
    },
    make,
    async resized() {
      if (clip.region) throw new RangeError('resized frames need whole frames: open the clip without a region');
      const { height, width } = video;
      return make({ make: 'resized', source: { height, width }, resize });
    },
    release() {
      ahead?.release();
      input = null;
    },
  };
}
