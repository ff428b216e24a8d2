import { describe, expect, test } from 'vitest';
import { parseCharadesCsv } from '@/workers/ml/data/charadesCsv';
import { frameLabels, videoLabels } from '@/workers/ml/data/labels';
import { annotationsText, classesText, microVideoId } from '@/workers/ml/data/microCharades/annotations';
import { drawScene } from '@/workers/ml/data/microCharades/drawScene';
import { videoFps, videoFrames } from '@/workers/ml/data/microCharades/scene';

const videos = Array.from({ length: 200 }, (_, index) => ({ index, scene: drawScene(11, index) }));
const { rows: items } = parseCharadesCsv({ text: annotationsText(videos), file: 'train.csv', classes: 8 });
const times = Array.from({ length: videoFrames }, (_, k) => k / videoFps);

describe('annotations of MicroCharades', () => {
  test('give back exactly the labelled frames [start, end) under the strict rule', () => {
    let starts = 0;
    videos.forEach(({ scene }, k) => {
      const labels = frameLabels({ item: items[k]!, times, classes: 8 });
      const expected = new Float32Array(videoFrames * 8);
      for (const { class: cls, start, end } of scene.actions)
        for (let frame = start; frame < end; frame++) expected[frame * 8 + cls] = 1;
      expect(labels).toEqual(expected);
      if (scene.actions.some((action) => action.start === 0)) starts += 1;
    });
    expect(starts).toBeGreaterThan(0); // the first frame is the case that a clipped border would lose
  });

  test('give the video labels, length and ids', () => {
    videos.forEach(({ scene, index }, k) => {
      const labels = new Uint8Array(8);
      for (const action of scene.actions) labels[action.class] = 1;
      expect(videoLabels(items[k]!, 8)).toEqual(labels);
      expect(items[k]).toMatchObject({ id: microVideoId(index), lengthSeconds: 3 });
    });
  });

  test('list the classes as Charades does', () => {
    expect(classesText().split('\n')[3]).toBe('c003 moving a green thing with vertical ribs');
  });
});
