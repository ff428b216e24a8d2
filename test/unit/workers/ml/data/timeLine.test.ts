import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RunConfig } from '@/domain/runConfig';
import { ffmpegPath } from '@/test/support/ffmpegPath';
import { type Plan, paintedNumbers, paintedVideo } from '@/test/support/paintedVideo';
import { scan, size, x264 } from '@/test/support/scanClips';
import { openDemandSource } from '@/workers/ml/data/demand/openDemandSource';
import type { FrameSource } from '@/workers/ml/data/frames/frameSource';
import { openFrameCache } from '@/workers/ml/data/frames/openFrameCache';
import { prepareFrameCache } from '@/workers/ml/data/frames/prepareFrameCache';
import { evaluationClips } from '@/workers/ml/evaluate/evaluationClips';
import type { RunData } from '@/workers/ml/run/runData';

const aac = ['-c:a', 'aac'];
const vp9 = ['-c:v', 'libvpx-vp9', '-crf', '4', '-b:v', '0', '-deadline', 'realtime', '-cpu-used', '5'];
const late = { firstSeconds: 0.7, fps: 10 };
const b = [...x264, '-bf', '2', '-g', '8'];

const plans: Plan[] = [
  { name: 'plain.mp4', firstSeconds: 0, fps: 10, video: b, sound: { from: 0, codec: aac } },
  { name: 'soundFirst.mp4', ...late, video: b, sound: { from: 0, codec: aac } },
  { name: 'emptyEdit.mp4', ...late, video: b, sound: null },
  { name: 'bothLate.mp4', firstSeconds: 1.9, fps: 10, video: b, sound: { from: 1.2, codec: aac } },
  { name: 'soundLast.mp4', firstSeconds: 0.3, fps: 10, video: b, sound: { from: 1, codec: aac } },
  { name: 'soundFirst.mov', ...late, video: b, sound: { from: 0, codec: aac } },
  { name: 'soundFirst.mkv', ...late, video: b, sound: { from: 0, codec: aac } },
  { name: 'picturesOnly.mkv', firstSeconds: 5, fps: 10, video: b, sound: null },
  { name: 'soundFirst.webm', ...late, video: vp9, sound: { from: 0, codec: ['-c:a', 'libopus'] } },
  {
    name: 'beforeZero.webm',
    firstSeconds: -0.4,
    fps: 10,
    video: vp9,
    sound: null,
    container: ['-avoid_negative_ts', 'disabled'],
  },
  { name: 'plain.avi', firstSeconds: 0, fps: 10, video: ['-c:v', 'mpeg4', '-q:v', '1'], sound: null },
  { name: 'reordered.avi', firstSeconds: 0, fps: 10, video: b, sound: null },
  { name: 'soundFirst.flv', ...late, video: b, sound: { from: 0, codec: [...aac, '-ar', '44100'] } },
  { name: 'plain.ts', firstSeconds: 0, fps: 10, video: b, sound: null },
  { name: 'soundFirst.ts', ...late, video: b, sound: { from: 0, codec: ['-c:a', 'mp2'] } },
  { name: 'soundFirst.m2ts', ...late, video: b, sound: { from: 0, codec: ['-c:a', 'ac3'] } },
  { name: 'plain.gif', firstSeconds: 0, fps: 10, video: ['-c:v', 'gif'], sound: null },
];

/** Both ways to read frames: decoded once for all, and on demand. */
async function sources(file: string, fps: number): Promise<FrameSource[]> {
  const setting = { cacheRoot: path.join(path.dirname(file), 'cache'), ffmpegPath: ffmpegPath(), fps, resize: 16 };
  const items = [{ id: 'v', path: file, kind: 'video' as const }];
  await prepareFrameCache({ ...setting, items, parallel: 1 });
  const { source } = await openDemandSource({ ...setting, items });
  return [await openFrameCache({ ...setting, items }), source];
}

const actions = [
  { class: 0, start: 0.95, end: 1.65 },
  { class: 1, start: 2.05, end: 30 },
];

describe('the time line of the annotations is that of the file', () => {
  test.each(plans)('$name: times, labels and length are those of the pictures', async (plan) => {
    const file = paintedVideo(plan);
    const shownAt = (painted: number) => plan.firstSeconds + painted / plan.fps;
    for (const source of await sources(file, plan.fps)) {
      const { frames, startSeconds } = source.info('v');
      expect(frames).toBe(20);
      expect(Math.abs(startSeconds - plan.firstSeconds)).toBeLessThan(0.05);
      const config = {
        seed: 0,
        clip: { frames: 20, fps: plan.fps, resize: 16, side: 16, boxSide: 8, aspect: 'keep' },
        protocol: { clips: 1 },
      } as RunConfig;
      const item = { id: 'v', path: file, kind: 'video' as const, state: 'ok' as const, actions, lengthSeconds: 3 };
      const data = { source, classes: ['first', 'second'] } as unknown as RunData;
      const [clip] = evaluationClips(config, data, item);
      const opened = await source.open([{ videoId: 'v', frameNumbers: clip!.frameNumbers, region: null }]);
      const painted = paintedNumbers(await opened.original(0, { top: 0, left: 0, ...size }));
      opened.release();
      expect(painted).toEqual(Array.from({ length: 20 }, (_, k) => k));
      const labelled = (cls: number) => painted.filter((_, k) => clip!.frameLabels[2 * k + cls] === 1);
      for (const { class: cls, start, end } of actions)
        expect(labelled(cls)).toEqual(painted.filter((n) => start < shownAt(n) && shownAt(n) < end));
      await source.close();
    }
    const found = await scan(file);
    if (found.state !== 'ok') throw new Error(found.message);
    expect(Math.abs(found.durationSeconds - shownAt(20))).toBeLessThan(0.05);
    expect(found.frameRate).toBeCloseTo(plan.fps, 1);
    const remark = found.remarks.find((text) => text.includes('first picture')) ?? '';
    if (plan.firstSeconds === 0) expect(remark).toBe('');
    else {
      const [, seconds] = /first picture is shown at (-?[\d.]+) s/.exec(remark) ?? [];
      expect(Math.abs(Number(seconds) - plan.firstSeconds)).toBeLessThan(0.05);
    }
    expect(remark.includes('sound begins earlier')).toBe(plan.sound !== null && plan.sound.from < plan.firstSeconds);
  });
});
