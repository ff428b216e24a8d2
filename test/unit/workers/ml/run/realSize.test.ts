import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { backbones } from '@/domain/backbones';
import { viewValue } from '@/test/support/bilinearOracle';
import { ffmpegPath } from '@/test/support/ffmpegPath';
import { createMemoryHost } from '@/test/support/memoryHost';
import { runFfmpegTool } from '@/test/support/runFfmpegTool';
import { temporaryFolder } from '@/test/support/temporaryFolder';
import { tinyBaseConfig } from '@/test/support/tinyDataset';
import { createViewComposer } from '@/workers/ml/attention/viewComposer';
import { decodeVideo } from '@/workers/ml/data/ffmpeg/decodeVideo';
import type { VideoItem } from '@/workers/ml/data/videoItem';
import { evaluationClips } from '@/workers/ml/evaluate/evaluationClips';
import { openRunData } from '@/workers/ml/run/runData';
import { createTrainingClips } from '@/workers/ml/train/trainingClips';
import { boxToSource } from '@/workers/ml/views/boxToSource';

const backbone = backbones.resnet50_i3d;
const clip = { ...backbone.clip, frames: 16 };
const config = {
  ...tinyBaseConfig,
  backbone: 'resnet50_i3d',
  clip,
  recipe: { ...tinyBaseConfig.recipe, batchSize: 3 },
} as const;

/** Three filmed sizes: 480p, upright 480p as a phone turns it, and one second, shorter than a clip. */
function videos(root: string): VideoItem[] {
  const film = (name: string, size: string, seconds: number, output: string[]) => {
    const file = path.join(root, name);
    const input = ['-f', 'lavfi', '-i', `testsrc2=s=${size}:r=30000/1001:d=${seconds}`];
    runFfmpegTool([...input, '-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p', ...output, file]);
    return file;
  };
  const turned = path.join(root, 'turned.mov');
  const flat = film('flat.mp4', '854x480', 3, []);
  runFfmpegTool(['-display_rotation', '90', '-i', flat, '-c', 'copy', turned]);
  const actions = [{ class: 0, start: 0.5, end: 2 }];
  const paths = [film('wide.mp4', '854x480', 4, ['-g', '40']), turned, film('short.mkv', '640x480', 1, [])];
  return paths.map((file, k) => ({ id: `V${k}`, path: file, kind: 'video', state: 'ok', actions, lengthSeconds: 3 }));
}

describe('clips of real size for ResNet50-I3D', () => {
  it.each(['keep', 'square'] as const)(
    'are what decoding whole videos and resizing in float64 gives: %s',
    async (aspect) => {
      const root = temporaryFolder();
      const items = videos(root);
      const folders = { datasetRoot: root, cacheRoot: path.join(root, 'cache') };
      const host = createMemoryHost({ paths: { ...folders, ffmpegPath: ffmpegPath(), sourceCommit: null } });
      const loadDataset = async () => ({ classes: [{ id: 0, name: 'c' }], train: items, test: items });
      const run = { ...config, clip: { ...clip, aspect } };
      const data = await openRunData(run, { ...host, loadDataset });
      const compose = createViewComposer({
        source: data.source,
        geometry: run.clip,
        backbone,
        truth: null,
        finder: null,
      });

      const whole = new Map<string, Uint8Array[]>();
      for (const { id, path: file } of items) {
        const frames: Uint8Array[] = [];
        const onFrame = ({ rgb }: { rgb: Uint8Array }) => void frames.push(rgb);
        await decodeVideo({ ffmpegPath: host.paths.ffmpegPath, path: file, fps: 8, onFrame });
        whole.set(id, frames);
      }
      const clipsOf = createTrainingClips(run, data);
      const clips = [...clipsOf(0), ...evaluationClips(run, data, items[0]!).slice(3, 5)];
      const plan = { secondView: 'center_crop', cropSource: 'original', objective: null } as const;
      const { views, second, boxes } = (await compose(clips, [plan]))[0]!;
      let worst = 0;
      clips.forEach(({ item, view, frameNumbers }, n) => {
        for (const t of [0, 7, 15]) {
          const frame = whole.get(item.id)![frameNumbers[t]!]!;
          for (let k = 0; k < 400; k++) {
            const at = { y: (k * 37) % 224, x: (k * 101) % 224, c: (k % 3) as 0 | 1 | 2 };
            const index = (((n * 16 + t) * 224 + at.y) * 224 + at.x) * 3 + at.c;
            worst = Math.max(worst, Math.abs(views[index]! - viewValue(frame, view, at, backbone.normalisation)));
            // the second view: the box of the original frame, resized to 224, flipped as V_in
            const { top, left, height, width } = boxToSource(view, { top: 48, left: 48 }, 128);
            const cut = new Uint8Array(height * width * 3);
            if (k % 100 === 0) {
              for (let y = 0; y < height; y++) {
                const from = ((top + y) * view.source.width + left) * 3;
                cut.set(frame.subarray(from, from + width * 3), y * width * 3);
              }
              const box = { height, width };
              const asView = {
                source: box,
                resized: { height: 224, width: 224 },
                offset: { top: 0, left: 0 },
                side: 224,
                flip: view.flip,
              };
              worst = Math.max(worst, Math.abs(second![index]! - viewValue(cut, asView, at, backbone.normalisation)));
            }
          }
        }
      });
      expect(worst).toBeLessThan(3e-7);
      expect(boxes![0]).toEqual(boxToSource(clips[0]!.view, { top: 48, left: 48 }, 128));
      const short = clips.find(({ item }) => item.id === 'V2')!;
      // 30 frames last 1.001 s: nine times k / 8 lie within; the last one repeats
      expect(short.frameNumbers).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 8, 8, 8, 8, 8, 8, 8]);
      expect([...short.frameLabels]).toEqual(short.frameNumbers.map((k) => (0.5 < k / 8 && k / 8 < 2 ? 1 : 0)));
      await data.source.close();
    },
  );
});
