import { availableParallelism } from 'node:os';
import path from 'node:path';
import { backbones } from '@/domain/backbones';
import type { Clip } from '@/workers/ml/attention/clip';
import { clipRequests } from '@/workers/ml/attention/clipRequests';
import { readCharades } from '@/workers/ml/data/charadesReader';
import { clipFrameNumbers, drawTrainingClip } from '@/workers/ml/data/clipSampler';
import type { ClipJob } from '@/workers/ml/data/demand/clipJob';
import { decodeFrames } from '@/workers/ml/data/demand/decodeFrames';
import { type DemandVideo, demandVideo } from '@/workers/ml/data/demand/demandVideo';
import { openDemandSource } from '@/workers/ml/data/demand/openDemandSource';
import { planJobs } from '@/workers/ml/data/demand/planJobs';
import { inputArgs } from '@/workers/ml/data/ffmpeg/inputArgs';
import { runFfmpeg } from '@/workers/ml/data/ffmpeg/runFfmpeg';
import { inParallel } from '@/workers/ml/data/parallel/inParallel';
import { ensureVideoIndices } from '@/workers/ml/data/scan/ensureVideoIndices';
import type { VideoIndex } from '@/workers/ml/data/scan/videoIndex';

/** Clips from random places of random videos, ours beside ffmpeg alone. Seconds: one value a round. */
export type DecodingReport = {
  frames: number;
  clips: number;
  parallel: number;
  /** Per clip, means: frames between its first and its last in the file; those and the ones back to the key frame; those decoded. */
  spanFrames: number;
  neededFrames: number;
  decodedFrames: number;
  videoFrames: number;
  /** Ours: seek, decode, cut, V_in, handed over. */
  pipelineSeconds: number[];
  /** ffmpeg alone decodes the same frames and throws them away. */
  ffmpegSeconds: number[];
  /** ffmpeg alone decodes every file from its beginning to its end. */
  wholeSeconds: number[];
  wholeFrames: number;
  /** Of the V_in of a clip. */
  viewMiB: number;
};

const backbone = backbones.resnet50_i3d;

export async function measureDecoding(setting: {
  root: string;
  cacheRoot: string;
  ffmpegPath: string;
  frames: number;
  clips: number;
  rounds: number;
}): Promise<DecodingReport> {
  const { root, cacheRoot, ffmpegPath, frames, rounds } = setting;
  const geometry = { ...backbone.clip, frames };
  const { train } = await readCharades(root);
  const indices = new Map<string, VideoIndex>();
  const videos = new Map<string, DemandVideo>();
  await ensureVideoIndices({
    ...{ items: train, cacheRoot, ffmpegPath },
    onIndex: (item, index) => {
      indices.set(item.path, index);
      videos.set(item.id, demandVideo(item.path, index, geometry.fps));
    },
  });
  const parallel = Math.min(8, availableParallelism());
  const { source } = await openDemandSource({ items: train, cacheRoot, ffmpegPath, ...geometry, parallel });
  try {
    const clips = Array.from({ length: setting.clips }, (_, position): Clip => {
      const item = train[position % train.length];
      if (!item) throw new RangeError('the data set has no training videos');
      const { frames: all, height, width } = source.info(item.id);
      const place = { seed: 1, epoch: 0, position };
      const drawn = drawTrainingClip({ place, frames: all, source: { height, width }, clip: geometry });
      const frameNumbers = clipFrameNumbers(drawn.firstFrame, frames, all);
      return { item, ...drawn, frameNumbers, frameLabels: new Float32Array(), randomKey: place };
    });
    const requests = clipRequests(clips, backbone);
    const videoOf = (id: string) => videos.get(id) ?? missing(id);
    const jobs = requests.map((request) => planJobs([request], { videoOf, maxBytes: Infinity })[0]?.job ?? missing(''));
    const segments = jobs.map((job) => segmentOf(job, indices.get(job.path) ?? missing(job.path)));
    let decoded = 0;
    for (const job of jobs) await decodeFrames({ ffmpegPath, job, onDecoded: () => decoded++ });
    const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
    const report: DecodingReport = {
      ...{ frames, clips: clips.length, parallel },
      spanFrames: mean(segments.map(({ span }) => span)),
      neededFrames: mean(segments.map(({ needed }) => needed)),
      decodedFrames: decoded / clips.length,
      videoFrames: mean([...indices.values()].map(({ ticks }) => ticks.length)),
      wholeFrames: [...indices.values()].reduce((sum, { ticks }) => sum + ticks.length, 0),
      viewMiB: (frames * geometry.side ** 2 * 3 * 4) / 2 ** 20,
      ...{ pipelineSeconds: [], ffmpegSeconds: [], wholeSeconds: [] },
    };
    for (const request of requests.slice(0, parallel)) (await source.open([request])).release(); // the threads are up
    for (let round = 0; round < rounds; round++) {
      report.pipelineSeconds.push(
        await secondsOf(async () => {
          source.expect(requests);
          for (const request of requests) (await source.open([request])).release();
        }),
      );
      report.ffmpegSeconds.push(
        await secondsOf(() =>
          inParallel(segments, { parallel }, (segment) => decodeAlone(ffmpegPath, segment, segment.needed)),
        ),
      );
      report.wholeSeconds.push(
        await secondsOf(() =>
          inParallel([...indices.keys()], { parallel }, (file) =>
            decodeAlone(ffmpegPath, { path: file, seek: null }, null),
          ),
        ),
      );
    }
    return report;
  } finally {
    await source.close();
  }
}

type Segment = { path: string; seek: number | null; span: number; needed: number };

function segmentOf(job: ClipJob, { ticks }: VideoIndex): Segment {
  const [first, last] = [job.frames[0] ?? 0, job.frames.at(-1) ?? 0];
  const key = job.from ? ticks.indexOf(job.from.tick) : 0;
  return { path: job.path, seek: job.from?.seconds ?? null, span: last - first + 1, needed: last - key + 1 };
}

/** @param frames to decode; null: all */
async function decodeAlone(
  ffmpegPath: string,
  { path: file, seek }: Pick<Segment, 'path' | 'seek'>,
  frames: number | null,
): Promise<void> {
  const limit = frames === null ? [] : ['-frames:v', String(frames)];
  const output = ['-map', '0:V:0', '-fps_mode', 'passthrough', ...limit, '-f', 'null', '-'];
  const args = ['-loglevel', 'error', ...(await inputArgs(file, { seek })), ...output];
  const { code, log } = await runFfmpeg({ ffmpegPath, args, timeoutMs: 300_000 });
  if (code !== 0) throw new Error(`ffmpeg could not read ${path.basename(file)}: ${log.join(' ')}`);
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}

function missing(what: string): never {
  throw new RangeError(`${what} is not among the videos of the benchmark`);
}
