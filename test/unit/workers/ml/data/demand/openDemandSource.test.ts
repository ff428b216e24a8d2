import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { mulberry32, randomBelow } from '@/domain/random';
import { ffmpegPath } from '@/test/support/ffmpegPath';
import { runFfmpegTool } from '@/test/support/runFfmpegTool';
import { temporaryFolder } from '@/test/support/temporaryFolder';
import { openDemandSource } from '@/workers/ml/data/demand/openDemandSource';
import { conversionFlags } from '@/workers/ml/data/ffmpeg/pictures';

const picture = ['-f', 'lavfi', '-i', 'testsrc2=s=160x96:r=25:d=6,noise=alls=20:allf=t'];
const size = { height: 96, width: 160 };

/** All frames of a file, decoded from its start in one go. */
function wholeVideo(file: string): Buffer {
  const rgb = ['-sws_flags', conversionFlags, '-pix_fmt', 'rgb24', '-f', 'rawvideo', 'pipe:1'];
  return runFfmpegTool(['-i', file, '-map', '0:V:0', '-fps_mode', 'passthrough', ...rgb]);
}

async function world(file: string, fps: number, settings = {}) {
  const root = path.dirname(file);
  const base = { ffmpegPath: ffmpegPath(), cacheRoot: path.join(root, 'cache') };
  const items = [{ id: 'v', path: file, kind: 'video' as const }];
  const { source } = await openDemandSource({ ...base, items, fps, resize: 64, parallel: 2, ...settings });
  return source;
}

const x264 = ['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-preset', 'veryfast'];
const codings: [string, string[]][] = [
  ['gop.mp4', [...x264, '-g', '30', '-bf', '3']],
  ['opengop.mp4', [...x264, '-x264-params', 'open-gop=1:keyint=24:bframes=5:b-pyramid=normal']],
  ['refresh.mp4', [...x264, '-x264-params', 'intra-refresh=1:keyint=30']],
  ['allkeys.mov', [...x264, '-g', '1']],
  ['gop.mkv', [...x264, '-g', '30', '-bf', '3']],
  ['opengop.mkv', [...x264, '-x264-params', 'open-gop=1:keyint=24:bframes=5']],
  ['tenbit.mkv', ['-c:v', 'libx264', '-pix_fmt', 'yuv420p10le', '-g', '20', '-preset', 'veryfast']],
  ['hevc.mp4', ['-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', 'keyint=30:open-gop=1:log-level=none']],
  ['vp9.webm', ['-c:v', 'libvpx-vp9', '-g', '30', '-deadline', 'realtime', '-cpu-used', '8']],
  ['vp8.webm', ['-c:v', 'libvpx', '-g', '30', '-auto-alt-ref', '1', '-lag-in-frames', '10', '-deadline', 'realtime']],
  ['divx.avi', ['-c:v', 'mpeg4', '-vtag', 'DIVX', '-bf', '2', '-g', '30', '-q:v', '3']],
  ['divx.mp4', ['-c:v', 'mpeg4', '-bf', '2', '-g', '30', '-q:v', '3']],
  ['h264.avi', [...x264, '-g', '30', '-bf', '2']],
  ['fragments.mp4', [...x264, '-g', '30', '-movflags', 'frag_keyframe+empty_moov']],
  ['mjpeg.mov', ['-c:v', 'mjpeg', '-q:v', '3', '-pix_fmt', 'yuvj420p']],
];

describe('an on-demand frame source', () => {
  test.each(codings)('gives the bytes of the whole decoded video, wherever a clip begins: %s', async (name, coding) => {
    const file = path.join(temporaryFolder(), name);
    runFfmpegTool([...picture, ...coding, file]);
    const whole = wholeVideo(file);
    const frameBytes = size.height * size.width * 3;
    const source = await world(file, 25);
    expect(source.info('v')).toEqual({ frames: 150, ...size, resized: { height: 64, width: 106 } });
    expect(whole.length).toBe(150 * frameBytes);
    const random = mulberry32(5);
    for (let round = 0; round < 6; round++) {
      const first = randomBelow(random, 144);
      const step = 1 + (round % 3);
      const frameNumbers = [0, 1, 2, 3].map((k) => Math.min(149, first + k * step));
      const clips = await source.open([{ videoId: 'v', frameNumbers, region: null }]);
      const found = Buffer.from(clips.original(0, { top: 0, left: 0, ...size }));
      const expected = Buffer.concat(frameNumbers.map((k) => whole.subarray(k * frameBytes, (k + 1) * frameBytes)));
      expect(found.equals(expected), `frames ${frameNumbers}`).toBe(true);
      clips.release();
    }
    await source.close();
  });
});
