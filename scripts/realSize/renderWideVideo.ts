import { runFfmpeg } from '@/workers/ml/data/ffmpeg/runFfmpeg';
import { drawScene } from '@/workers/ml/data/microCharades/drawScene';
import { renderScene } from '@/workers/ml/data/microCharades/renderScene';
import { frameSide, type Scene, videoFps, videoFrames } from '@/workers/ml/data/microCharades/scene';

/** Scenes of a video: two side by side, three such pairs one after the other. */
const side = 2;
const sequence = 3;

export type WideVideo = {
  /** [class, start, end] in seconds. */
  actions: [number, number, number][];
  seconds: number;
};

/** Scenes of a video of real size: six scenes of MicroCharades of which no other video has any. */
function scenesOf(dataSeed: number, index: number): Scene[] {
  return Array.from({ length: side * sequence }, (_, k) => drawScene(dataSeed, index * side * sequence + k));
}

/**
 * Renders a video of 9 s, 960 x 480 pixels and 30 frames a second (H.264): scenes of MicroCharades, enlarged.
 * @throws AppError ffmpeg_missing; Error with ffmpeg's words
 */
export async function renderWideVideo(request: {
  ffmpegPath: string;
  dataSeed: number;
  index: number;
  path: string;
}): Promise<WideVideo> {
  const { ffmpegPath, dataSeed, index, path } = request;
  const scenes = scenesOf(dataSeed, index);
  const size = `${side * frameSide}x${frameSide}`;
  const input = ['-f', 'rawvideo', '-pix_fmt', 'rgb24', '-s', size, '-r', `${videoFps}`, '-i', 'pipe:0'];
  const filter = ['-vf', 'scale=960:480:flags=lanczos,fps=30', '-pix_fmt', 'yuv420p'];
  const codec = ['-c:v', 'libx264', '-crf', '20', '-preset', 'veryfast', '-g', '60', '-y', `file:${path}`];
  const args = ['-loglevel', 'error', ...input, ...filter, ...codec];
  const { code, log } = await runFfmpeg({ ffmpegPath, args, input: sideBySide(scenes), timeoutMs: 120_000 });
  if (code !== 0) throw new Error(`ffmpeg could not write ${path}: ${log.join(' ')}`);
  const actions = scenes.flatMap((scene, k) => {
    const begin = (Math.floor(k / side) * videoFrames) / videoFps;
    const seconds = (frame: number) => Math.max(0, begin + (frame - 0.5) / videoFps);
    return scene.actions.map((a): [number, number, number] => [a.class, seconds(a.start), seconds(a.end)]);
  });
  return { actions, seconds: (sequence * videoFrames) / videoFps };
}

/** uint8 RGB, (sequence * 24, 192, side * 192, 3) */
function sideBySide(scenes: Scene[]): Uint8Array {
  const row = frameSide * 3;
  const out = new Uint8Array(sequence * videoFrames * frameSide * side * row);
  scenes.forEach((scene, k) => {
    const pixels = renderScene(scene);
    const first = Math.floor(k / side) * videoFrames;
    for (let y = 0; y < videoFrames * frameSide; y++)
      out.set(pixels.subarray(y * row, (y + 1) * row), ((first * frameSide + y) * side + (k % side)) * row);
  });
  return out;
}
