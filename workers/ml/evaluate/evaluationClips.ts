import type { RunConfig } from '@/domain/runConfig';
import type { Clip } from '@/workers/ml/attention/clip';
import { clipFrameNumbers, testClipStarts } from '@/workers/ml/data/clipSampler';
import { frameSeconds } from '@/workers/ml/data/frameSeconds';
import { frameLabels } from '@/workers/ml/data/labels';
import type { VideoItem } from '@/workers/ml/data/videoItem';
import type { RunData } from '@/workers/ml/run/runData';
import { centreView } from '@/workers/ml/views/viewTransform';

/** The test clips of a video: evenly spaced, centre crop, not flipped. */
export function evaluationClips(config: RunConfig, data: RunData, item: VideoItem): Clip[] {
  const { clip, protocol, seed } = config;
  const { frames, startSeconds, height, width } = data.source.info(item.id);
  const { resize, aspect, side } = clip;
  const view = centreView({ source: { height, width }, resize, aspect, side });
  const starts = testClipStarts({ frames, clipFrames: clip.frames, clips: protocol.clips });
  return starts.map((firstFrame, k) => {
    const frameNumbers = clipFrameNumbers(firstFrame, clip.frames, frames);
    const times = frameSeconds(frameNumbers, { startSeconds, fps: clip.fps });
    const labels = frameLabels({ item, times, classes: data.classes.length });
    return {
      item,
      firstFrame,
      frameNumbers,
      view,
      frameLabels: labels,
      randomKey: { seed, videoId: item.id, clip: k },
    };
  });
}
