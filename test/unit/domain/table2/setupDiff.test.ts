import { describe, expect, it } from 'vitest';
import type { ExperimentSpec } from '@/domain/experimentSpec';
import { recipePresets } from '@/domain/recipePresets';
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

  it('calls a recipe of section 5 the same point by point, but for what it keeps or does otherwise', () => {
    const { base, ablation, setting } = recipePresets['charades-paper'];
    const paper = { ...spec, ...setting, baseRecipe: base, ablationRecipe: ablation };
    const charades = { name: 'Charades', trainVideos: 7985, testVideos: 1863 };
    const differing = setupDiff(paper, charades).filter(({ same }) => same === false);
    expect(differing.map(({ label }) => label)).toEqual(['Weights of Base before training', 'Aspect ratio']);
    const square = { ...paper, clip: { ...paper.clip, aspect: 'square' as const } };
    expect(lineOf(setupDiff(square, charades), 'Clip', 'Aspect ratio')).toMatchObject({
      here: 'square (256 × 256)',
      same: true,
    });
  });

  it("names what the authors' code does otherwise", () => {
    const { base, ablation, setting } = recipePresets['charades-authors-code'];
    const code = { ...spec, ...setting, baseRecipe: base, ablationRecipe: ablation };
    const charades = { name: 'Charades', trainVideos: 7985, testVideos: 1863 };
    const differing = setupDiff(code, charades).filter(({ same }) => same === false);
    expect(differing.map(({ label }) => label)).toEqual(
      expect.arrayContaining(['Frame rate', 'L_E', 'Loss', 'Weights of Base before training']),
    );
  });

  it('tells a split batch, frozen batch norm and the network of the saliency', () => {
    const ablationRecipe = { ...spec.ablationRecipe, batchSize: 12, accumulate: 4, batchNorm: 'frozen' as const };
    const lines = setupDiff({ ...spec, ablationRecipe, method: { ...spec.method, saliencyFrom: 'tuned' } }, sizes);
    const topic = 'Training of the other rows';
    expect(lineOf(lines, topic, 'Batch computed in')).toMatchObject({
      here: '4 parts of 3; batch norm sees one part at a time',
      same: null,
    });
    expect(lineOf(lines, topic, 'Batch norm')).toMatchObject({ paper: 'tuned', same: false });
    expect(lineOf(lines, 'Saliency', 'Network of the gradient').here).toContain('being tuned');
  });

  it('calls imported weights by their name, and does not judge whether they are those of the paper', () => {
    const weightsId = '01890000-0000-7000-8000-000000000000';
    const start = (base: ExperimentSpec['base'], name: string | null) =>
      lineOf(setupDiff({ ...spec, base }, sizes, name), 'Network', 'Weights of Base before training');
    expect(start({ kind: 'train', weightsId }, 'i3d8k')).toMatchObject({ here: 'imported: i3d8k', same: null });
    expect(start({ kind: 'weights', weightsId }, 'i3d8k').here).toBe('imported: i3d8k, not trained here');
    expect(start({ kind: 'train', weightsId }, null).here).toContain('gone');
    expect(start({ kind: 'train', weightsId: null }, null)).toMatchObject({ here: 'random', same: false });
  });
});
