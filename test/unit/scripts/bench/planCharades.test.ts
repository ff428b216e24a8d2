import { describe, expect, it } from 'vitest';
import { assumedGpu, charadesSpec, planCharades } from '@/scripts/bench/planning/planCharades';
import { planningMarkdown } from '@/scripts/bench/planning/planningReport';

const rates = { forward: 3e11, saliency: 2e11, train: 1e11 };
const costs = planCharades(charadesSpec(), rates);

describe('the planning table', () => {
  it('has every row of Table 2 in both columns, Base once, and the three sizes of Table 1', () => {
    const rows = costs.flatMap(({ rows: own }) => own);
    expect(rows.filter((row) => row === 'Base')).toHaveLength(1);
    const others = [...new Set(rows)].filter((row) => row !== 'Base');
    expect(others).toHaveLength(8);
    for (const row of others) expect(rows.filter((name) => name === row)).toHaveLength(2);
    const bases = costs.filter(({ name }) => name.startsWith('Base'));
    expect(bases.map(({ frames, batch }) => [frames, batch]).sort((a, b) => a[0]! - b[0]!)).toEqual([
      [16, 20],
      [32, 16],
      [64, 12],
    ]);
  });

  it('counts the base by hand: 50 epochs of forward and backward, ten clips a test video', () => {
    const base = costs.find(({ rows }) => rows[0] === 'Base')!;
    const clip = 145.67e9;
    const train = 50 * Math.floor(7985 / 12) * 12 * 3 * clip;
    const evaluation = 1863 * 10 * clip;
    expect(base.flop.train / train).toBeCloseTo(1, 10);
    expect(base.flop.evaluation / evaluation).toBeCloseTo(1, 10);
    expect(base.gpuHours).toBeCloseTo((train + evaluation) / assumedGpu.flopPerSecond / 3600, 10);
    expect(base.cpuHours).toBeCloseTo((train / 1e11 + evaluation / 3e11) / 3600, 8);
  });

  it('needs less memory clip by clip than for the batch at once, and more for concatenated clips', () => {
    for (const { gpuGiB } of costs) expect(gpuGiB.clip).toBeLessThan(gpuGiB.batch);
    const of = (name: string) => costs.find((cost) => cost.name === name)!.gpuGiB.batch;
    expect(of('Repeat V_in, concat')).toBeGreaterThan(1.5 * of('Repeat V_in, late'));
  });

  it('says that it is computed, and leaves the CPU out where no rate was measured', () => {
    expect(planningMarkdown(costs, { rates, from: 'a machine' })).toMatch(/^\*\*Computed, not measured\.\*\*/);
    const without = planningMarkdown(planCharades(charadesSpec(), null), null);
    expect(without).toContain('No CPU column');
    expect(planCharades(charadesSpec(), null).every(({ cpuHours }) => cpuHours === null)).toBe(true);
  });
});
