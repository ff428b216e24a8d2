import type { PixelBox } from '@/workers/ml/views/viewTransform';
import type { ClipRequest } from '../frames/frameSource';
import type { ClipJob } from './clipJob';
import type { DemandVideo } from './demandVideo';

/** Frames of one job: their times are an argument of ffmpeg, whose length is limited. */
const maxFrames = 1500;

/** A job and the clips that are made of its frames. */
export type PlannedJob = { job: ClipJob; region: PixelBox; clips: ClipRequest[] };

/**
 * What to load for clips: neighbours of the same video and region share a job, so that frames that several clips have (the
 * test clips of a video overlap) are decoded once, up to `maxBytes` a job.
 */
export function planJobs(
  clips: readonly ClipRequest[],
  setting: { videoOf(id: string): DemandVideo; maxBytes: number },
): PlannedJob[] {
  const groups: { video: DemandVideo; region: PixelBox; clips: ClipRequest[]; frames: Set<number> }[] = [];
  for (const clip of clips) {
    const video = setting.videoOf(clip.videoId);
    const region = clip.region ?? { top: 0, left: 0, height: video.height, width: video.width };
    const frames = clip.frameNumbers.map((number) => frameInFile(video, number));
    const group = groups.at(-1);
    const union = new Set([...(group?.frames ?? []), ...frames]);
    const fits = union.size <= maxFrames && union.size * region.height * region.width * 3 <= setting.maxBytes;
    if (group && fits && group.video === video && sameBox(group.region, region)) {
      group.clips.push(clip);
      group.frames = union;
    } else groups.push({ video, region, clips: [clip], frames: new Set(frames) });
  }
  return groups.map(({ video, region, clips: together, frames }) => ({
    job: jobOf(
      video,
      region,
      [...frames].sort((a, b) => a - b),
    ),
    region,
    clips: together,
  }));
}

/** Number in the file of a sampled frame. @throws RangeError */
export function frameInFile(video: DemandVideo, number: number): number {
  const frame = video.sampled[number];
  if (frame === undefined) throw new RangeError(`video ${video.path} has no frame ${number}`);
  return frame;
}

function jobOf(video: DemandVideo, region: PixelBox, frames: number[]): ClipJob {
  const { path, kind, ticksOf, keyOf, timeBase } = video;
  const key = keyOf.get(frames[0] ?? 0);
  const from = key === undefined ? null : { tick: key, seconds: (key * timeBase[0]) / timeBase[1] };
  return { path, kind, frames, ticks: frames.map((frame) => ticksOf.get(frame) ?? Number.NaN), from, region };
}

function sameBox(a: PixelBox, b: PixelBox): boolean {
  return a.top === b.top && a.left === b.left && a.height === b.height && a.width === b.width;
}
