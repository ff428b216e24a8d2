import { describe, expect, it } from 'vitest';
import { setupDiff } from '@/domain/table2/setupDiff';
import { demoSpec } from '@/server/experiments/demoSpec';

const sizes = { name: 'MicroCharades', trainVideos: 800, testVideos: 300 };
const spec = demoSpec([0]);
const lineOf = (lines: ReturnType<typeof setupDiff>, topic: string, label: string) =>
  lines.find((line) => line.topic === topic && line.label === label)!;

describe('the set-up beside that of the paper', () => {
  it('says what is the same and what differs', () => {
    const lines = setupDiff(spec, sizes);
    expect(lineOf(lines, 'Clip', 'Box, share of the view')).toMatchObject({
      paper: '32.7 %',
      here: '32.7 %',
      same: true,
    });
    expect(lineOf(lines, 'Clip', 'Frames T')).toMatchObject({ paper: '64', here: '8', same: false });
    expect(lineOf(lines, 'Training of Base', 'Decay').here).toBe('× 0.1 at 65 %, × 0.1 at 88 %');
    expect(lineOf(lines, 'Evaluation', 'Seeds')).toMatchObject({ here: '1', same: true });
  });

  it('calls nothing different that the paper does not state', () => {
    const silent = setupDiff(spec, sizes).filter(({ paper }) => paper === null);
    expect(silent.map(({ label }) => label)).toContain('Weight decay');
    expect(silent.every(({ same }) => same === null)).toBe(true);
  });

  it('counts the videos that a quick look uses', () => {
    const lines = setupDiff({ ...spec, limit: { train: 20, test: 5000 } }, sizes);
    expect(lineOf(lines, 'Data', 'Training').here).toBe('20 videos');
    expect(lineOf(lines, 'Data', 'Test').here).toBe('300 videos');
  });

  it('has no recipe of a base that is not trained here, and names a missing dataset by its slug', () => {
    const base = { kind: 'reuse' as const, runId: '01890000-0000-7000-8000-000000000000' };
    const lines = setupDiff({ ...spec, base, shuffleLabels: true }, null);
    expect(lines.some(({ topic }) => topic === 'Training of Base')).toBe(false);
    expect(lineOf(lines, 'Data', 'Dataset').here).toBe('microcharades');
    expect(lineOf(lines, 'Data', 'Training labels')).toMatchObject({ same: false });
  });
});
