import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { bestOf, candidates, type Trial } from '@/scripts/bench/table2/choosePeerArrangement';
import {
  descendants,
  parseRollup,
  parseStat,
  readProcesses,
  treeMemory,
  treeSeconds,
} from '@/scripts/bench/table2/processTree';
import { type JobComparison, jobRatios, scorePairs, table2Markdown } from '@/scripts/bench/table2/table2Report';
import type { WholeJob } from '@/scripts/bench/table2/wholeJob';
import { bestAndMedian, type MeasuredArrangement, throughputRatio } from '@/scripts/bench/throughput/throughputReport';

const job = (seconds: number, mAP: number): WholeJob => ({
  ...{ seconds, baseSeconds: seconds / 2, cpuSeconds: 2 * seconds, peakMiB: 10 * seconds, version: 'v' },
  scores: [
    { variant: 'base', fusion: 'temporal_concat', mAP },
    { variant: 'repeat', fusion: 'late_fusion', mAP },
  ],
});
const arrangement = {
  base: { form: 'compiled', processes: 1, threads: 2 },
  rows: { form: 'channels_last', processes: 2, threads: 1 },
} as const;
const trials: Trial[] = [
  { part: 'base', arrangement: arrangement.base, firstSeconds: 9, stepMs: 10, predictedSeconds: 57 },
  { part: 'base', arrangement: { ...arrangement.base, threads: 1 }, firstSeconds: 1, stepMs: 20, predictedSeconds: 97 },
  {
    part: 'rows',
    arrangement: { ...arrangement.rows, processes: 1 },
    firstSeconds: 1,
    stepMs: 9,
    predictedSeconds: 30,
  },
  { part: 'rows', arrangement: arrangement.rows, firstSeconds: 1, stepMs: 8, predictedSeconds: 20 },
];

describe('the whole job', () => {
  const comparisons: JobComparison[] = [
    { task: 'a', share: true, arrangement, ours: [job(90, 0.5), job(80, 0.6)], peer: [job(100, 0.7)] },
    { task: 'b', share: false, arrangement, ours: [job(120, 0.5)], peer: [job(95, 0.8)] },
  ];

  it('is compared by the fastest of each side, whichever way it shares', () => {
    const { wall, cpu, memory } = jobRatios(comparisons);
    expect(wall).toBeCloseTo(80 / 95, 12);
    expect(cpu).toBeCloseTo(80 / 95, 12);
    expect(memory).toBeCloseTo(80 / 95, 12);
  });

  it('puts the scores of both sides beside each other; Base is one training in both columns', () => {
    const [base, repeat] = scorePairs(job(1, 0.5).scores, job(1, 0.4).scores);
    expect(base!.cells.map(({ ours, peer }) => [ours, peer])).toEqual([
      [0.5, 0.4],
      [0.5, 0.4],
    ]);
    expect(repeat!.cells.map(({ ours }) => ours)).toEqual([null, 0.5]);
  });

  it('is reported with both ways, the scores and the trials', () => {
    const page = table2Markdown(comparisons, trials);
    expect(page).toContain('wall 0.84 (≤ 0.8)');
    expect(page).toContain('| computed once for all rows | ours | 1 min 20 s | 40 s | 40 s | 2 min 40 s | 800 MiB |');
    expect(page).toContain('| computed by every row | PyTorch | 1 min 35 s |');
    expect(page).toContain('| Base | 60.0 | 80.0 | 60.0 | 80.0 |');
    expect(page).toContain('| base | channels last, torch.compile | 1 x 2 | 9.0 s | 10.0 ms | 57 s |');
  });

  it('gives PyTorch the arrangement that is predicted to be fastest, for base and rows each', () => {
    expect(bestOf(trials)).toEqual(arrangement);
    expect(candidates(1).every(({ rows, base }) => rows.threads === 1 && base.threads === 1)).toBe(true);
    expect(new Set(candidates(4).map(({ rows }) => `${rows.processes} x ${rows.threads}`))).toEqual(
      new Set(['1 x 1', '1 x 4', '4 x 1']),
    );
  });
});

describe('throughput', () => {
  const round = (clipsPerSecond: number) => ({ clipsPerSecond, cpuMsPerClip: 1, peakMiB: 1 });
  const measured = (side: 'ours' | 'peer', rates: number[], failure: string | null = null): MeasuredArrangement => ({
    arrangement: { side, form: null, processes: 1, threads: 1 },
    ...{ version: '', firstStepSeconds: 0, rounds: rates.map(round), failure },
  });

  it('is ours over the best arrangement of PyTorch; one that failed does not count', () => {
    const all = [
      measured('ours', [90, 100, 110]),
      measured('peer', [50, 60, 100]),
      measured('peer', [79, 80, 81]),
      measured('peer', [], 'no compiler'),
    ];
    const { best, median } = throughputRatio(all);
    expect(best).toBeCloseTo(110 / 100, 12);
    expect(median).toBeCloseTo(100 / 80, 12);
    expect(bestAndMedian([3, 1, 2])).toEqual({ best: 3, median: 2 });
  });
});

describe('what processes use', () => {
  it('is read from /proc, whatever the program is called', () => {
    const stat = '77 (a) (b) S 12 77 77 0 -1 4194304 1 2 0 0 150 50 300 100 20 0 1 0 5 6 7';
    expect(parseStat(stat)).toEqual({ pid: 77, parent: 12, ownSeconds: 2, endedSeconds: 4 });
    expect(parseRollup('Pss: 9999 kB\nPss_Anon:     2048 kB\nPss_File: 4096 kB\nPss_Shmem:    1024 kB\n')).toBe(3);
  });

  it('counts children of children, running and ended, and nobody else', async () => {
    const burn = 'const from = process.cpuUsage(); while (process.cpuUsage(from).user < 3e5);';
    const keep =
      "const held = Buffer.alloc(64 * 2 ** 20, 1); console.log(held.length); process.stdin.on('data', () => process.exit());";
    const outer = `require('child_process').execFileSync(process.execPath, ['-e', ${JSON.stringify(burn)}]); ${keep}`;
    const before = treeSeconds(process.pid, readProcesses());
    const child = spawn(process.execPath, ['-e', outer], { stdio: ['pipe', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    const processes = readProcesses();
    expect(descendants(process.pid, processes).map(({ pid }) => pid)).toContain(child.pid);
    expect(descendants(child.pid!, processes)).toEqual([]);
    expect(treeMemory(process.pid, processes)).toBeGreaterThan(64);
    const running = treeSeconds(process.pid, processes) - before;
    expect(running).toBeGreaterThanOrEqual(0.28); // the inner process burnt 0.3 s; the kernel rounds
    child.stdin.write('\n');
    await once(child, 'exit');
    const ended = treeSeconds(process.pid, readProcesses()) - before;
    expect(ended).toBeGreaterThanOrEqual(running - 0.011);
  });
});
