import { describe, expect, it } from 'vitest';
import { comparedRuns, loadCompareParams } from '@/app/compare/compareParams';
import { prepareClassDifference } from '@/app/compare/prepareClassDifference';
import { prepareConfigDiff } from '@/app/compare/prepareConfigDiff';
import { prepareMetrics } from '@/app/compare/prepareMetrics';
import { prepareOpponents } from '@/app/compare/prepareOpponents';
import {
  type ComparedEvaluation,
  type ComparedRun,
  mainEvaluation,
  mixesProtocols,
  prepareScores,
} from '@/app/compare/prepareScores';
import { backbones } from '@/domain/backbones';
import { configKeys } from '@/domain/configKeys';
import { measuredProtocol } from '@/domain/measuredProtocol';
import { planRuns } from '@/domain/planRuns';
import { microProtocol } from '@/domain/protocol';
import { demoSpec } from '@/server/experiments/demoSpec';

const evaluation = (id: string, changes: Partial<ComparedEvaluation> = {}) =>
  ({
    id,
    variant: 'base',
    oracle: false,
    map: 0.8,
    wap: 0.7,
    boxHitRate: null,
    protocolKey: 'p',
    classNames: ['a'],
    measured: measuredProtocol(microProtocol, backbones.micro_i3d.clip, null),
    ...changes,
  }) as ComparedEvaluation;
const metric = (key: string, last: number, split = 'train') => ({ key, split, last }) as ComparedRun['metrics'][number];
const run = (id: string, changes: Partial<ComparedRun>) =>
  ({ id, name: `run ${id}`, evaluations: [], metrics: [], ...changes }) as ComparedRun;

describe('scores', () => {
  const runs = [
    run('a', { evaluations: [evaluation('a1')] }),
    run('b', {
      evaluations: [
        evaluation('b1', { variant: 'attention_ce_ce', oracle: true, map: 0.95 }),
        evaluation('b2', { variant: 'attention_ce_e', map: 0.878, wap: 0.69, boxHitRate: 0.97 }),
      ],
    }),
  ];

  it('are held against the baseline, evaluation by evaluation', () => {
    expect(
      prepareScores(runs, 'a').map(({ id, row, oracle, reference, map, wap }) => [
        id,
        row,
        oracle,
        reference,
        map,
        wap.delta,
      ]),
    ).toEqual([
      ['a1', 'Base', false, true, { text: '80.0 %', delta: null, tone: 'same' }, null],
      ['b1', 'Attention CE/CE', true, false, { text: '95.0 %', delta: '+15.0', tone: 'better' }, '0.0'],
      ['b2', 'Attention CE/E', false, false, { text: '87.8 %', delta: '+7.8', tone: 'better' }, '−1.0'],
    ]);
  });

  it('take no oracle as baseline where there is another evaluation', () => {
    expect(mainEvaluation(runs[1])?.id).toBe('b2');
    expect(prepareScores(runs, 'b').find(({ reference }) => reference)?.id).toBe('b2');
    expect(mainEvaluation(run('c', { evaluations: [evaluation('c1', { oracle: true })] }))?.id).toBe('c1');
    expect(mainEvaluation(run('c', {}))).toBeNull();
  });

  it('have no difference where one side is unknown', () => {
    const rows = prepareScores([...runs, run('c', { evaluations: [evaluation('c1', { map: Number.NaN })] })], 'a');
    expect(rows.at(-1)?.map).toEqual({ text: '–', delta: null, tone: 'same' });
    expect(rows[2]?.boxHitRate).toEqual({ text: '97.0 %', delta: null, tone: 'same' });
    expect(prepareScores(runs, 'nobody').every(({ map }) => map.delta === null)).toBe(true);
  });

  it('say when they came about in different ways', () => {
    expect(mixesProtocols(runs)).toBe(false);
    expect(mixesProtocols([...runs, run('c', { evaluations: [evaluation('c1', { protocolKey: 'q' })] })])).toBe(true);
    expect(mixesProtocols([...runs, run('c', { evaluations: [evaluation('c1', { classNames: ['a', 'b'] })] })])).toBe(
      true,
    );
    const mean = measuredProtocol({ ...microProtocol, pooling: 'mean' }, backbones.micro_i3d.clip, null);
    expect(mixesProtocols([...runs, run('c', { evaluations: [evaluation('c1', { measured: mean })] })])).toBe(true);
  });
});

describe('what can be held against the baseline', () => {
  it('is every other evaluation, then the scores of others in the experiment of the baseline', () => {
    const experiment = { id: 'e', name: 'E' };
    const baseline = run('a', { evaluations: [evaluation('a1')], experiment, seed: 3 });
    const other = run('b', { evaluations: [evaluation('b1', { variant: 'repeat' })], experiment, seed: 4 });
    const submission = { id: 's', name: 'Their net', classAp: [0.5] } as Parameters<
      typeof prepareOpponents
    >[1]['submissions'][number];
    const reference = baseline.evaluations[0]!;
    const opponents = prepareOpponents([baseline, other], { baseline, reference, submissions: [submission] });
    expect(opponents.map(({ id, title, classNames, videos }) => [id, title, classNames, videos.seed])).toEqual([
      ['b1', 'Repeat (run b)', ['a'], 4],
      ['s', 'Their net (not made here)', ['a'], 3],
    ]);
  });
});

describe('metrics', () => {
  it('are better when lower or higher, as the metric says', () => {
    const rows = prepareMetrics(
      [
        run('a', { metrics: [metric('loss', 0.5), metric('learning_rate', 0.1)] }),
        run('b', { metrics: [metric('loss', 0.25), metric('learning_rate', 0.2), metric('step_ms', 41.25)] }),
        run('c', { metrics: [metric('loss', Number.NaN)] }),
      ],
      'a',
    );
    expect(rows.map(({ id }) => id)).toEqual(['train.loss', 'train.learning_rate', 'train.step_ms']);
    expect(rows[0]?.cells).toEqual([
      { text: '0.5', delta: null, tone: 'same' },
      { text: '0.25', delta: '−0.25', tone: 'better' },
      { text: 'NaN', delta: null, tone: 'same' },
    ]);
    expect(rows[1]?.cells[1]).toEqual({ text: '0.2', delta: '+0.1', tone: 'same' });
    expect(rows[2]?.cells).toMatchObject([{ text: '–' }, { text: '41.3 ms', delta: null }, { text: '–' }]);
  });

  it('leave scores to the evaluations', () => {
    expect(prepareMetrics([run('a', { metrics: [metric('mAP', 0.5, 'test')] })], 'a')).toEqual([]);
  });
});

describe('AP by class', () => {
  const baseline = { classNames: ['a', 'b', 'c', 'd'], classAp: [0.5, 0.5, 0.5, Number.NaN] };

  it('is sorted by the difference, bars against the largest', () => {
    const rows = prepareClassDifference(baseline, { ...baseline, classAp: [0.4, 0.9, 0.5, 0.5] });
    expect(rows?.map(({ name, delta, share }) => [name, delta, share])).toEqual([
      ['b', '+40.0', 1],
      ['c', '0.0', 0],
      ['a', '−10.0', expect.closeTo(-0.25, 12)],
    ]);
  });

  it('draws no bars where nothing differs', () => {
    expect(prepareClassDifference(baseline, baseline)?.map(({ share }) => share)).toEqual([0, 0, 0]);
  });

  it('is not compared over different classes', () => {
    expect(prepareClassDifference(baseline, { classNames: ['a'], classAp: [1] })).toBeNull();
  });
});

describe('configs', () => {
  const [base, other] = planRuns(demoSpec([0, 1])).map(({ config }) => config);

  it('are laid side by side in the order of the schema, whatever the order of the rows', () => {
    const shuffled = Object.fromEntries(Object.entries(base!).reverse());
    const rows = prepareConfigDiff([shuffled, other], 0);
    const places = rows.map(({ path }) => configKeys.indexOf(path)).filter((index) => index !== -1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(rows.find(({ path }) => path === 'recipe.epochs')).toEqual({
      path: 'recipe.epochs',
      label: 'Epochs',
      texts: ['48', '2'],
      changed: [false, true],
      differs: true,
    });
    expect(rows.find(({ path }) => path === 'seed')).toMatchObject({ texts: ['0', '0'], differs: false });
  });

  it('differ where only one of them has a key', () => {
    expect(prepareConfigDiff([{ a: 1 }, {}], 1)).toEqual([
      { path: 'a', label: 'a', texts: ['1', '–'], changed: [true, false], differs: true },
    ]);
  });
});

it('reads run ids from the URL, each once, no others, at most twenty', () => {
  const id = (n: number) => `0190a5b2-0000-7000-8000-0000000000${String(n).padStart(2, '0')}`;
  const ids = Array.from({ length: 30 }, (_, n) => id(n));
  const read = (query: string) => comparedRuns(loadCompareParams(new URLSearchParams(query)));
  expect(read(`runs=${id(1)},x,${id(2)},${id(1)}`)).toEqual([id(1), id(2)]);
  expect(read(`runs=${ids.join(',')}`)).toHaveLength(20);
  expect(read('')).toEqual([]);
});
