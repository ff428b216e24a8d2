import { describe, expect, it } from 'vitest';
import { backbones } from '@/domain/backbones';
import { defaultMethod } from '@/domain/method';
import { planRuns } from '@/domain/planRuns';
import { paperProtocol } from '@/domain/protocol';
import { assembleTable1 } from '@/domain/table1/assembleTable1';
import type { TableEvaluation, TableRun, TableSource } from '@/domain/table2/table2';
import { smallSpec } from '@/test/support/smallSpec';

const spec = smallSpec({
  backbone: 'resnet50_i3d',
  clip: backbones.resnet50_i3d.clip,
  protocol: paperProtocol,
  table1Frames: [64, 16, 32],
  seeds: [0, 1],
});

/** The runs as they are planned, all queued. */
const planned: TableRun[] = planRuns(spec).map(({ key, name, config }) => ({
  id: key,
  name,
  seed: config.seed,
  status: 'QUEUED',
  statusCode: null,
  statusMessage: null,
  phase: null,
  progress: 0,
  etaSeconds: null,
  baseRunId: config.training.secondView === 'none' ? null : `base-seed${config.seed}`,
  training: config.training,
  clip: config.clip,
  variants: config.evaluations.map(({ variant }) => variant),
  foreign: false,
}));

const scored = (runId: string, map: number): TableEvaluation => ({
  id: `e-${runId}`,
  runId,
  variant: 'base',
  objective: null,
  map,
  sampledMap: null,
  classesLeftOut: 0,
  boxHitRate: null,
  protocol: paperProtocol,
  protocolKey: runId.replace(/-seed\d+/, ''),
});

const source = (part: Partial<TableSource>): TableSource => ({
  method: defaultMethod,
  cells: spec.cells,
  seeds: spec.seeds,
  frames: 64,
  table1Frames: spec.table1Frames,
  runs: planned,
  evaluations: [],
  ...part,
});

describe('Table 1', () => {
  it('has Base by the frames of its clips, shortest first, with the numbers of the paper', () => {
    const rows = assembleTable1(source({}))!.rows;
    expect(rows.map(({ frames, paper }) => [frames, paper])).toEqual([
      [16, 27.8],
      [32, 30.3],
      [64, 31.6],
    ]);
    expect(rows.flatMap(({ seeds }) => seeds.map(({ run, state }) => [run?.id, state]))).toEqual([
      ['base-T16-seed0', 'queued'],
      ['base-T16-seed1', 'queued'],
      ['base-T32-seed0', 'queued'],
      ['base-T32-seed1', 'queued'],
      ['base-seed0', 'queued'],
      ['base-seed1', 'queued'],
    ]);
  });

  it('shows mean and spread over seeds, each on its own clips', () => {
    const evaluations = [
      scored('base-T16-seed0', 0.27),
      scored('base-T16-seed1', 0.29),
      scored('base-seed0', 0.31),
      scored('base-seed1', 0.33),
    ];
    const [short, middle, long] = assembleTable1(source({ evaluations }))!.rows;
    expect(short?.score).toEqual({ mean: expect.closeTo(0.28, 12), std: expect.closeTo(Math.SQRT2 / 100, 12), n: 2 });
    expect(short?.protocols).toMatchObject([{ frames: 16, fps: 8, clips: 10, objective: null }]);
    expect(middle?.score).toBeNull();
    expect(long?.score?.mean).toBeCloseTo(0.32, 12);
    expect(assembleTable1(source({ evaluations }), [1])?.rows[0]?.score).toEqual({ mean: 0.29, std: null, n: 1 });
  });

  it('has no number of the paper for a length that it did not try', () => {
    expect(
      assembleTable1(source({ table1Frames: [24, 24] }))?.rows.map(({ frames, paper }) => [frames, paper]),
    ).toEqual([[24, null]]);
  });

  it('takes the base that Table 2 reuses for the row of its length', () => {
    const runs = planned
      .filter(({ id }) => !id.startsWith('base-seed'))
      .map((run) => ({ ...run, baseRunId: run.baseRunId && 'old' }));
    const old = { ...planned[0]!, id: 'old', foreign: true, status: 'SUCCEEDED' as const, seed: 7 };
    const table = assembleTable1(source({ runs: [...runs, old], evaluations: [scored('old', 0.3)] }));
    expect(table?.rows.at(-1)?.score).toEqual({ mean: 0.3, std: null, n: 1 });
    expect(table?.rows[0]?.seeds[0]?.run?.id).toBe('base-T16-seed0');
  });

  it('is none where it was not asked for', () => {
    expect(assembleTable1(source({ table1Frames: [] }))).toBeNull();
  });
});
