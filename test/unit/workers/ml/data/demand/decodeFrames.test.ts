import path from 'node:path';
import { expect, test } from 'vitest';
import { ffmpegPath } from '@/test/support/ffmpegPath';
import { runFfmpegTool } from '@/test/support/runFfmpegTool';
import { temporaryFolder } from '@/test/support/temporaryFolder';
import { decodeFrames } from '@/workers/ml/data/demand/decodeFrames';
import { type DemandVideo, demandVideo } from '@/workers/ml/data/demand/demandVideo';
import { planJobs } from '@/workers/ml/data/demand/planJobs';
import { ensureVideoIndices } from '@/workers/ml/data/scan/ensureVideoIndices';

test('decodes for a clip no more than the way from the key frame before it to its last frame, and a few in flight', async () => {
  const file = path.join(temporaryFolder(), 'v.mp4');
  const codec = ['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-preset', 'veryfast', '-g', '30', '-bf', '2'];
  const film = ['-f', 'lavfi', '-i', 'testsrc2=s=160x96:r=25:d=12'];
  runFfmpegTool([...film, ...codec, '-sc_threshold', '0', file]);
  const cacheRoot = path.join(path.dirname(file), 'cache');
  const videos: DemandVideo[] = [];
  await ensureVideoIndices({
    ...{ items: [{ id: 'v', path: file, kind: 'video' }], cacheRoot, ffmpegPath: ffmpegPath() },
    onIndex: (_, index) => videos.push(demandVideo(file, index, 25)),
  });
  for (const [first, last, key] of [
    [125, 139, 120],
    [120, 121, 120],
    [285, 299, 270],
  ] as const) {
    const frameNumbers = Array.from({ length: last - first + 1 }, (_, k) => first + k);
    const region = { top: 0, left: 0, height: 8, width: 8 };
    const videoOf = () => videos[0]!;
    const [plan] = planJobs([{ videoId: 'v', frameNumbers, region }], { videoOf, maxBytes: 1e9 });
    let decoded = 0;
    const bytes = await decodeFrames({ ffmpegPath: ffmpegPath(), job: plan!.job, onDecoded: () => decoded++ });
    expect(bytes).toHaveLength(frameNumbers.length * 8 * 8 * 3);
    const needed = last - key + 1;
    expect(decoded).toBeGreaterThanOrEqual(needed);
    expect(decoded).toBeLessThanOrEqual(needed + 4);
  }
});
