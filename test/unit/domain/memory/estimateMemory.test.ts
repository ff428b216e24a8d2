import { describe, expect, it } from 'vitest';
import { backbones } from '@/domain/backbones';
import { estimateMemory, type MemorySetting } from '@/domain/memory/estimateMemory';
import { fitOnWorkers } from '@/domain/memory/fitOnWorkers';
import { memoryChanges } from '@/domain/memory/memoryChanges';
import { memoryText } from '@/domain/memory/memoryText';
import { outOfMemoryText } from '@/domain/memory/outOfMemoryText';
import { defaultMethod } from '@/domain/method';
import { recipePresets } from '@/domain/recipePresets';

const gib = 2 ** 30;
const paper: MemorySetting = {
  backbone: 'resnet50_i3d',
  clip: backbones.resnet50_i3d.clip,
  recipe: recipePresets['charades-paper'].base,
  training: { secondView: 'none', cropSource: 'upscaled', fusion: 'temporal_concat', objective: null },
  method: defaultMethod,
  evaluations: [{ variant: 'base', objective: null }],
};
const attention: MemorySetting = {
  ...paper,
  training: { secondView: 'attention', cropSource: 'original', fusion: 'temporal_concat', objective: 'entropy' },
  evaluations: [{ variant: 'attention_e_e', objective: 'entropy' }],
};
const recipe = (changes: Partial<MemorySetting['recipe']>, of = paper) => ({
  ...of,
  recipe: { ...of.recipe, ...changes },
});
const host = (setting: MemorySetting) => estimateMemory(setting, 'cpu').host;

describe('the estimate of memory', () => {
  it('grows with the clips that are computed together, not with those that follow', () => {
    expect(host(recipe({ batchSize: 24 }))).toBeGreaterThan(1.8 * host(paper));
    expect(host(recipe({ accumulate: 12 }))).toBeLessThan(host(paper) / 4);
    expect(host(recipe({ batchSize: 24, accumulate: 2 }))).toBe(host(paper));
  });

  it('counts a concatenated clip as twice as long, and late fusion as one clip and a frozen network', () => {
    const late = { ...attention, training: { ...attention.training, fusion: 'late_fusion' as const } };
    expect(host(attention)).toBeGreaterThan(1.7 * host(late));
    expect(host(late)).toBeGreaterThan(host(paper));
  });

  it('is that of the evaluation where nothing is trained', () => {
    const alone = estimateMemory(recipe({ epochs: 0 }), 'cpu');
    expect(alone).toMatchObject({ peak: 'evaluation', device: null });
    expect(alone.host).toBeLessThan(host(recipe({ batchSize: 1 })));
    expect(estimateMemory(recipe({ epochs: 0 }, attention), 'cpu').peak).toBe('saliency');
  });

  it('tells on a GPU the memory of the device from that of the host', () => {
    const { host: inHost, device } = estimateMemory(paper, 'gpu');
    expect(device).toBeGreaterThan(10 * gib);
    expect(inHost).toBeLessThan(device! / 2);
  });
});

describe('what to change where memory is short', () => {
  const onHost = { device: 'cpu', of: 'host' } as const;

  it('is the smallest change of each kind that fits', () => {
    const limit = 8 * gib;
    const changes = memoryChanges(attention, onHost, limit);
    expect(changes.map(({ kind }) => kind)).toEqual(['accumulate', 'batch', 'frames', 'fusion']);
    for (const { fits, need } of changes) expect(fits).toBe(need <= limit);
    const parts = changes.find(({ kind }) => kind === 'accumulate');
    expect(parts).toMatchObject({ fits: true });
    const count = Number(/in (\d+) parts/.exec(parts!.text)?.[1]);
    expect(12 % count).toBe(0);
    expect(host(recipe({ accumulate: count }, attention))).toBe(parts!.need);
    const fewer = [1, 2, 3, 4, 6, 12].filter((other) => other < count);
    for (const other of fewer) expect(host(recipe({ accumulate: other }, attention))).toBeGreaterThan(limit);
  });

  it('offers nothing that would not help', () => {
    expect(memoryChanges(recipe({ batchSize: 1 }), onHost, gib).map(({ kind }) => kind)).toEqual(['frames']);
    const shortest = { ...recipe({ epochs: 0 }), clip: { ...paper.clip, frames: 9 } };
    expect(memoryChanges(shortest, onHost, gib / 2)).toEqual([]);
  });

  it('is said with what was needed and what there was', () => {
    const text = outOfMemoryText('Memory ran out.', paper, { ...onHost, total: 8 * gib, held: 7.5 * gib });
    expect(text).toContain(`a batch of 12 and T = 64 it needs about ${memoryText(host(paper))}`);
    expect(text).toContain('the host has 8.0 GiB. It had taken at least 7.5 GiB. It fits if you choose');
    expect(text).toMatch(/the batch of 12 in \d+ parts \(\d\.\d GiB\), a batch of \d \(\d\.\d GiB\) or T = \d+ frames/);
  });

  it('names the neighbours where the run would fit alone, and a larger worker where nothing helps', () => {
    const alone = outOfMemoryText('x.', recipe({ batchSize: 2 }), { ...onHost, total: 32 * gib, held: null });
    expect(alone).toContain('FOVEA_SLOTS');
    const never = outOfMemoryText('x.', recipe({ batchSize: 1 }), { ...onHost, total: gib / 2, held: null });
    expect(never).toContain('Use a worker with more memory; what comes closest is to choose T = 16 frames');
  });
});

describe('how runs fit on workers', () => {
  const runs = [
    { name: 'Base', config: recipe({ batchSize: 1 }) },
    { name: 'Attention', config: recipe({ batchSize: 1 }, attention) },
  ];

  it('adds up what shares the memory of a host; a run has a GPU for itself', () => {
    const cpu = { host: 'laptop', slots: 4, memory: 24 * gib, gpuMemory: null };
    const gpu = { host: 'server', slots: 2, memory: 256 * gib, gpuMemory: 4 * gib };
    const [first, ...others] = fitOnWorkers(runs, [cpu, gpu]);
    expect(first).toMatchObject({ host: 'server', of: 'gpu', sideBySide: 1, fits: false, largest: 'Attention' });
    expect(first!.changes.length).toBeGreaterThan(0);
    const onLaptop = others.find((fit) => fit.host === 'laptop');
    const together = host(runs[0]!.config) + host(runs[1]!.config);
    expect(onLaptop).toMatchObject({ sideBySide: 2, fits: true, together, perRun: host(runs[1]!.config) });
  });
});
