import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { AppError } from '@/domain/errors';
import { benchOptions, reportFolder } from '@/scripts/bench/benchOptions';
import { progressText } from '@/scripts/bench/benchProgress';
import { chooseTasks } from '@/scripts/bench/chooseTasks';
import type { Comparison } from '@/scripts/bench/compare';
import { parseComputeApps } from '@/scripts/bench/deviceMemory';
import { figures } from '@/scripts/bench/figures';
import { indexPage, reportFileSchema, reportPage } from '@/scripts/bench/report';
import { sections } from '@/scripts/bench/sections';
import { ratiosOf, stepsMarkdown } from '@/scripts/bench/stepsReport';

/** What was measured last: the report that the repository carries. */
const steps = reportFileSchema.parse(JSON.parse(readFileSync(path.join(reportFolder, 'steps.json'), 'utf8')));
const { comparisons } = steps.data as { comparisons: Comparison[] };

describe('the report of a section', () => {
  it('says what its JSON says: the page of the repository follows from the measurements beside it', () => {
    const page = reportPage(steps, stepsMarkdown(comparisons, 'cpu'));
    expect(page).toBe(readFileSync(path.join(reportFolder, 'steps.md'), 'utf8'));
  });

  it('compares with the better layout of PyTorch, each figure by itself', () => {
    for (const comparison of comparisons) {
      const ratios = ratiosOf(comparison);
      for (const { side } of comparison.peers) {
        expect(comparison.ours.best.wallMs / side.best.wallMs).toBeLessThanOrEqual(ratios.wall);
        expect(comparison.ours.best.cpuMs / side.best.cpuMs).toBeLessThanOrEqual(ratios.cpu);
        expect(comparison.ours.best.peakMiB / side.best.peakMiB).toBeLessThanOrEqual(ratios.memory);
      }
    }
  });

  it('compares memory of the GPU where it was measured on one, and promises nothing there', () => {
    const [first] = comparisons;
    const onGpu = (side: Comparison['ours'], deviceMiB: number) => ({ ...side, best: { ...side.best, deviceMiB } });
    const { ours, peers } = first!;
    const comparison = {
      ...first!,
      ours: onGpu(ours, 3000),
      peers: peers.map(({ layout, side }, k) => ({ layout, side: onGpu(side, 2000 + 500 * k) })),
    };
    expect(ratiosOf(comparison).memory).toBe(1.5);
    expect(stepsMarkdown([comparison], 'gpu')).toContain('| 3,000 MiB | 2,000 MiB | 1.50 |');
  });

  it('warns where it is a quick look', () => {
    expect(reportPage({ ...steps, stamp: { ...steps.stamp, quick: true } }, '')).toContain('The figures mean nothing.');
  });

  it('is linked from the index with its machine and commit', () => {
    const index = indexPage(new Map([['steps', steps]]));
    expect(index).toContain(`[${steps.title}](steps.md), [JSON](steps.json)`);
    expect(index).toContain(`commit ${steps.stamp.commit}`);
  });

  it('shows a missed target in bold, and a met one plainly', () => {
    expect(figures.atMost(0.8, 0.75)).toBe('**0.80** (≤ 0.75)');
    expect(figures.atMost(0.75, 0.75)).toBe('0.75 (≤ 0.75)');
    expect(figures.atLeast(0.9, 1)).toBe('**0.90** (≥ 1)');
    expect(figures.atLeast(1.1, null)).toBe('1.10');
  });
});

describe('npm run bench', () => {
  it('has sections and tasks of different names', () => {
    const ids = sections.map(({ id }) => id);
    const tasks = sections.flatMap(({ tasks: own, id }) => own.map((task) => `${id} ${task}`));
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(tasks).size).toBe(tasks.length);
  });

  it('picks a section by its name, whole', () => {
    const [chosen, ...others] = chooseTasks(sections, { only: 'steps', device: 'cpu' });
    expect(others).toEqual([]);
    expect(chosen).toMatchObject({ whole: true, tasks: chosen!.section.tasks });
  });

  it('picks tasks by a part of their name, and knows that the section is then not whole', () => {
    const chosen = chooseTasks(sections, { only: 'T = 64', device: 'cpu' });
    for (const { section, tasks, whole } of chosen) {
      expect(tasks).toEqual(section.tasks.filter((task) => task.includes('T = 64')));
      expect(whole).toBe(tasks.length === section.tasks.length);
    }
    expect(chosen.map(({ section }) => section.id)).toContain('steps');
  });

  it('leaves sections of the CPU out on a GPU, and says which there are', () => {
    const onGpu = chooseTasks(sections, { only: '', device: 'gpu' });
    expect(onGpu.every(({ section }) => section.devices.includes('gpu'))).toBe(true);
    expect(() => chooseTasks(sections, { only: 'table2', device: 'gpu' })).toThrow(/names no section \(steps/);
  });

  it('refuses what it does not know with the usage', () => {
    for (const args of [['--rounds', 'x'], ['--rounds', '0'], ['--device', 'tpu'], ['--wat'], ['more']]) {
      expect(() => benchOptions(args)).toThrow(AppError);
      expect(() => benchOptions(args)).toThrow(/npm run bench -- \[options\]/);
    }
    expect(benchOptions(['--rounds', '3', '--quick'])).toMatchObject({
      rounds: 3,
      quick: true,
      device: 'cpu',
      only: '',
    });
  });

  it('tells how long the rest of a section takes at the pace so far', () => {
    expect(progressText('steps', 'x', { share: 0, seconds: 9 })).toBe('[steps] x: 0 %');
    expect(progressText('steps', 'x', { share: 0.25, seconds: 10 })).toBe('[steps] x: 25 %, 30 s left');
  });

  it('adds what a process holds of several GPUs, and knows nothing of a process the driver does not list', () => {
    const csv = '41, 100\n42, 2000\n42, 500\n';
    expect(parseComputeApps(csv, 42)).toEqual({ deviceMiB: 2500 });
    expect(parseComputeApps(csv, 4)).toEqual({});
    expect(parseComputeApps('', 42)).toEqual({});
  });
});
