import type { PixelBox } from '@/workers/ml/views/viewTransform';
import type { ClipRequest } from '../frames/frameSource';
import type { ClipJob } from './clipJob';
import type { DemandVideo } from './demandVideo';

/** Frames of one job: their times are an argument of ffmpeg, whose length is limited. */
const maxFrames = 1500;

/** A job and the clips that are made of its frames. */
export type PlannedJob = { job: ClipJob; region: PixelBox; clips: ClipRequest[] };

/** Clips that share a job; the sampled number of each frame of the file that they need. */
type Group = { video: DemandVideo; region: PixelBox; clips: ClipRequest[]; frames: Map<number, number> };

/**
 * What to load for clips: neighbours of the same video and region share a job, so that frames that several clips have (the
 * test clips of a video overlap) are decoded once, up to `maxBytes` a job.
 */
export function planJobs(
  clips: readonly ClipRequest[],
  setting: { videoOf(id: string): DemandVideo; maxBytes: number },
): PlannedJob[] {
  const groups: Group[] = [];
  for (const clip of clips) {
    const video = setting.videoOf(clip.videoId);
    const region = clip.region ?? { top: 0, left: 0, height: video.height, width: video.width };
    const frames = new Map(clip.frameNumbers.map((number) => [frameInFile(video, number), number]));
    const group = groups.at(-1);
    const union = new Map([...(group?.frames ?? []), ...frames]);
    const fits = union.size <= maxFrames && union.size * region.height * region.width * 3 <= setting.maxBytes;
    if (group && fits && group.video === video && sameBox(group.region, region)) {
      group.clips.push(clip);
      group.frames = union;
    } else groups.push({ video, region, clips: [clip], frames });
  }
  return groups.map((group) => ({ job: jobOf(group), region: group.region, clips: group.clips }));
}

/** Number in the file of a sampled frame. @throws RangeError */
export function frameInFile(video: DemandVideo, number: number): number {
  const frame = video.sampled[number];
  if (frame === undefined) throw new RangeError(`video ${video.path} has no frame ${number}`);
  return frame;
}

function jobOf({ video, region, frames: numbers }: Group): ClipJob {
  const { path, kind, timeBase } = video;
  const frames = [...numbers.keys()].sort((a, b) => a - b);
  const of = (values: Float64Array, frame: number | undefined) => values[numbers.get(frame ?? -1) ?? -1] ?? Number.NaN;
  const tick = of(video.keyTicks, frames[0]);
  const from = Number.isNaN(tick) ? null : { tick, seconds: (tick * timeBase[0]) / timeBase[1] };
  return { path, kind, frames, ticks: frames.map((frame) => of(video.ticks, frame)), from, region };
}

function sameBox(a: PixelBox, b: PixelBox): boolean {
  return a.top === b.top && a.left === b.left && a.height === b.height && a.width === b.width;
}
