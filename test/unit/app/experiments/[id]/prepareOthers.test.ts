import { describe, expect, it } from 'vitest';
import { prepareSubmission } from '@/app/experiments/[id]/prepareSubmission';
import { prepareTable1Notes } from '@/app/experiments/[id]/prepareTable1Notes';
import { backbones } from '@/domain/backbones';
import { measuredProtocol } from '@/domain/measuredProtocol';
import { paperProtocol } from '@/domain/protocol';
import type { Table1 } from '@/domain/table1/table1';
import type { ComparedSubmission } from '@/domain/table2/againstBase';

const row = (changes: Partial<ComparedSubmission>): ComparedSubmission => ({
  ...{ id: 's', name: 'Their net', fileName: 'f.txt', map: 0.3125, wap: 0.4, classAp: [0.3, 0.325], split: 'test' },
  ...{ videos: 1863, missing: 0, unknown: 0, createdAt: new Date(0), difference: -0.0031, ...changes },
});

describe('how scores of others read', () => {
  it('have the score, the difference to Base and how complete they are', () => {
    expect(prepareSubmission(row({}))).toEqual({
      score: '31.3',
      facts: ['Δ −0.3 to the mean of Base', 'wAP 40.0 %', 'all 1863 videos'],
    });
  });

  it('say what is missing, what belongs elsewhere and which classes count for nothing', () => {
    const { score, facts } = prepareSubmission(
      row({ map: Number.NaN, difference: null, missing: 49, unknown: 1, classAp: [Number.NaN, 0.3] }),
    );
    expect(score).toBe('n/a');
    expect(facts).toEqual([
      'wAP 40.0 %',
      '49 of 1863 videos missing',
      '1 line of other videos',
      '1 of 2 classes without a positive',
    ]);
  });
});

describe('the notes under Table 1', () => {
  const rows: Table1['rows'] = [16, 32].map((frames) => ({
    ...{
      frames,
      paper: null,
      score: null,
      difference: null,
      sampled: null,
      boxHitRate: null,
      saliency: null,
      seeds: [],
    },
    protocols: [measuredProtocol(paperProtocol, { ...backbones.resnet50_i3d.clip, frames }, null)],
  }));

  it('give the protocol of every length', () => {
    const notes = prepareTable1Notes({ seeds: [0], rows }, 'Charades').join(' ');
    expect(notes).toContain(
      '10 clips a video of 16 frames at 8 fps, centre crop of 224 px from 256 px, max over clips',
    );
    expect(notes).toContain('of 32 frames');
    expect(notes).not.toContain('another data set');
  });

  it('do not let numbers of different data sets pass for comparable', () => {
    expect(prepareTable1Notes({ seeds: [0], rows }, 'MicroCharades').join(' ')).toContain(
      'Ours is MicroCharades, another data set: the two columns do not compare.',
    );
  });
});
