import { existsSync } from 'node:fs';
import { mkdir, readdir, rename } from 'node:fs/promises';
import path from 'node:path';
import { makeRealSize } from '@/scripts/realSize/makeRealSize';
import { runFfmpeg } from '@/workers/ml/data/ffmpeg/runFfmpeg';

/** Videos of each split. */
const counts = { trainVideos: 6, testVideos: 2 };

/**
 * A small data set of the size of Charades: 36 s, 960 x 480, 30 frames a second, H.264 with a key frame every 250 frames, which is
 * what x264 does when nobody asks. Made once in `folder`.
 */
export async function benchVideos(setting: {
  folder: string;
  ffmpegPath: string;
  onVideo(done: number, total: number): void;
}): Promise<string> {
  const { folder, ffmpegPath, onVideo } = setting;
  const root = path.join(folder, 'videos');
  if (existsSync(root)) return root;
  const making = `${root}.making`;
  await mkdir(making, { recursive: true });
  const total = 2 * (counts.trainVideos + counts.testVideos);
  await makeRealSize({ root: making, ffmpegPath, ...counts, onVideo: (done) => onVideo(done, total) });
  const videos = path.join(making, 'Charades_v1_480');
  for (const [k, name] of (await readdir(videos)).filter((file) => file.endsWith('.mp4')).entries()) {
    const [short, long] = [path.join(videos, name), path.join(making, 'long.mp4')];
    const codec = ['-c:v', 'libx264', '-crf', '20', '-preset', 'veryfast', '-g', '250', '-pix_fmt', 'yuv420p'];
    const args = ['-loglevel', 'error', '-stream_loop', '3', '-i', short, ...codec, '-y', long];
    const { code, log } = await runFfmpeg({ ffmpegPath, args, timeoutMs: 300_000 });
    if (code !== 0) throw new Error(`ffmpeg could not write ${long}: ${log.join(' ')}`);
    await rename(long, short);
    onVideo(total / 2 + k + 1, total);
  }
  const annotations = path.join(making, 'Charades'); // the reader of prepared data sets looks for them beside the videos
  for (const name of await readdir(annotations)) await rename(path.join(annotations, name), path.join(making, name));
  await rename(making, root);
  return root;
}
