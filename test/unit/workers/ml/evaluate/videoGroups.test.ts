import { describe, expect, it } from 'vitest';
import { evaluationBatch } from '@/domain/evaluationBatch';
import { videoGroups } from '@/workers/ml/evaluate/videoGroups';

const videos = Array.from({ length: 61 }, (_, index) => index);

describe('groups of test videos', () => {
  it.each([
    { clips: 3, batch: 26, size: 26 },
    { clips: 10, batch: 26, size: 13 },
    { clips: 10, batch: 1, size: 1 },
    { clips: 10, batch: 5, size: 1 },
    { clips: 4, batch: 6, size: 3 },
  ])('of $clips clips fill whole batches of $batch: $size videos', ({ clips, batch, size }) => {
    const groups = videoGroups(videos, { clips, batch });
    expect(groups.flat()).toEqual(videos);
    expect(groups[0]).toHaveLength(size);
    for (const group of groups.slice(0, -1)) expect((group.length * clips) % batch).toBe(0);
  });

  it('are single videos for a large network and whole batches for a small one', () => {
    expect(evaluationBatch({ frames: 8, side: 56 })).toBe(26);
    expect(evaluationBatch({ frames: 64, side: 224 })).toBe(1);
  });

  it('holds as many clips as two million values have room for, and one at least', () => {
    for (const frames of [8, 16, 64]) {
      for (const side of [56, 112, 224]) {
        const values = frames * side * side * 3;
        const clips = evaluationBatch({ frames, side });
        expect(clips === 1 || clips * values <= 2_000_000).toBe(true);
        expect((clips + 1) * values).toBeGreaterThan(2_000_000);
      }
    }
  });
});
