import { describe, expect, it } from 'vitest';
import type { FinishedVideo } from '@/domain/evaluatedVideo';
import { createPartialSaver } from '@/workers/ml/evaluate/partialSaver';

const video = (id: string, mapBytes = 0): FinishedVideo => ({
  ...{ id, position: 0, scores: new Float32Array(1), clipScores: new Float32Array(1) },
  ...{ boxes: null, hits: null, sampledClasses: [], maps: mapBytes > 0 ? new Uint8Array(mapBytes) : null },
});

function atWork() {
  const saved: string[][] = [];
  const clock = { ms: 0 };
  const save = async (videos: FinishedVideo[]) => void saved.push(videos.map(({ id }) => id));
  return { saved, clock, saver: createPartialSaver(save, () => clock.ms) };
}

describe('finished videos', () => {
  it('are saved every few seconds, not one by one', async () => {
    const { saved, clock, saver } = atWork();
    for (const id of ['a', 'b', 'c', 'd']) {
      clock.ms += 900;
      await saver.add([video(id)]);
    }
    expect(saved).toEqual([['a', 'b', 'c']]);
    await saver.flush();
    await saver.flush();
    expect(saved).toEqual([['a', 'b', 'c'], ['d']]);
  });

  it('are saved at once where a slow network makes one in a long time, or their maps take much memory', async () => {
    const { saved, clock, saver } = atWork();
    clock.ms += 600_000;
    await saver.add([video('slow')]);
    await saver.add([video('large', 40 * 2 ** 20)]);
    expect(saved).toEqual([['slow'], ['large']]);
  });
});
