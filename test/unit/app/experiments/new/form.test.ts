import { describe, expect, it } from 'vitest';
import { defaultValues, type FormValues, valuesOf } from '@/app/experiments/new/formValues';
import { cellsOfColumn, cellsOfRow, howMuch, toggleCells } from '@/app/experiments/new/matrixSelection';
import { presetFor, presetOf, presetValues } from '@/app/experiments/new/presetValues';
import { readForm } from '@/app/experiments/new/readForm';
import { formatSeeds, parseSeeds } from '@/app/experiments/new/seedsText';
import { planRuns } from '@/domain/planRuns';
import { recipePresets } from '@/domain/recipePresets';
import { variantIds } from '@/domain/variants';

const filled: FormValues = { ...defaultValues('microcharades'), name: 'Table 2' };

describe('seeds as they are typed', () => {
  it.each([
    ['0', [0]],
    ['0, 1,2', [0, 1, 2]],
    ['0-4', [0, 1, 2, 3, 4]],
    ['7 1-2;9', [7, 1, 2, 9]],
    ['', []],
  ])('reads "%s"', (text, seeds) => expect(parseSeeds(text)).toEqual(seeds));

  it.each(['a', '1.5', '-1', '4-1', '0-1000000', '1,,x'])('does not understand "%s"', (text) => {
    expect(parseSeeds(text)).toBeNull();
  });

  it('writes what it reads', () => {
    for (const seeds of [[0], [0, 1], [0, 1, 2], [3, 1, 5, 6, 7], []]) {
      expect(parseSeeds(formatSeeds(seeds))).toEqual(seeds);
    }
    expect(formatSeeds([0, 1, 2, 9])).toBe('0-2, 9');
  });
});

describe('the form', () => {
  it('asks for all of Table 2 in thirteen trainings unless told otherwise', () => {
    const { spec } = readForm(filled);
    expect(planRuns(spec!)).toHaveLength(13);
    expect(spec).toMatchObject({ recipePreset: 'micro', limit: null, base: { kind: 'train' }, seeds: [0] });
  });

  it('puts every message at the field that it is about', () => {
    const { errors } = readForm({
      ...filled,
      name: ' ',
      seeds: 'x',
      cells: [],
      baseKind: 'reuse',
      clip: { ...filled.clip, frames: '', side: 400 },
      baseRecipe: { ...filled.baseRecipe, learningRate: 0, epochs: 1.5, momentum: 1 },
    });
    expect(errors).toEqual({
      name: 'Give the experiment a name.',
      seeds: expect.stringContaining('0-4'),
      cells: 'Choose at least one row.',
      baseRunId: 'Choose the base run to start from.',
      'clip.frames': 'Give a number.',
      'baseRecipe.learningRate': 'More than 0.',
      'baseRecipe.epochs': 'A whole number, please.',
      'baseRecipe.momentum': 'Less than 1.',
    });
    expect(readForm({ ...filled, clip: { ...filled.clip, side: 400 } }).errors).toEqual({
      'clip.side': 'The crop side cannot exceed the resized side.',
    });
  });

  it('says that seeds repeat, and how many there may be', () => {
    expect(readForm({ ...filled, seeds: '1, 1' }).errors).toEqual({ seeds: 'Every seed can be used once.' });
    expect(readForm({ ...filled, seeds: '' }).errors).toEqual({ seeds: 'Choose at least one seed.' });
  });

  it('does not mind the fields that are switched off', () => {
    const { spec } = readForm({ ...filled, limited: false, limit: { train: '', test: '' }, baseRunId: 'x' });
    expect(spec).toMatchObject({ limit: null, base: { kind: 'train' } });
    expect(readForm({ ...filled, limited: true, limit: { train: '', test: 5 } }).errors).toHaveProperty([
      'limit.train',
    ]);
  });

  it('knows a recipe of its own from a preset', () => {
    const { quick } = recipePresets;
    expect(readForm({ ...filled, baseRecipe: quick.base, ablationRecipe: quick.ablation }).spec?.recipePreset).toBe(
      'quick',
    );
    const own = { ...filled, baseRecipe: { ...filled.baseRecipe, epochs: 47 } };
    expect(readForm(own).spec?.recipePreset).toBeNull();
  });

  it('shows an experiment to be cloned exactly as it was', () => {
    const runId = '01890000-0000-7000-8000-000000000000';
    const { spec } = readForm({ ...filled, seeds: '2-5', baseKind: 'reuse', baseRunId: runId, limited: true });
    expect(readForm(valuesOf(spec!)).spec).toEqual(spec);
  });
});

describe('the matrix of rows and columns', () => {
  it('chooses a row and drops it again', () => {
    const row = cellsOfRow('repeat');
    const chosen = toggleCells([], row);
    expect(chosen).toEqual(row);
    expect(toggleCells(chosen, row)).toEqual([]);
  });

  it('fills a column that is partly chosen, and drops it when it is full', () => {
    const column = cellsOfColumn('late_fusion', variantIds);
    const some = toggleCells([], cellsOfRow('repeat'));
    expect(howMuch(some, column)).toBe('some');
    const full = toggleCells(some, column);
    expect(howMuch(full, column)).toBe('all');
    expect(howMuch(toggleCells(full, column), column)).toBe('none');
    expect(howMuch(toggleCells(full, column), cellsOfRow('repeat'))).toBe('some');
  });

  it('leaves Base alone when a column is dropped', () => {
    const both = toggleCells(toggleCells([], cellsOfRow('base')), cellsOfColumn('late_fusion', variantIds));
    expect(toggleCells(both, cellsOfColumn('late_fusion', variantIds))).toEqual(cellsOfRow('base'));
  });

  it('takes both cells of Base together, since they are one training', () => {
    const chosen = toggleCells([], [{ variant: 'base', fusion: 'late_fusion' }]);
    expect(chosen).toEqual(cellsOfRow('base'));
    expect(toggleCells(chosen, [{ variant: 'base', fusion: 'temporal_concat' }])).toEqual([]);
  });

  it('keeps the order of the table whatever is clicked first', () => {
    const chosen = toggleCells(toggleCells([], cellsOfRow('true_box')), cellsOfRow('base'));
    expect(chosen.map(({ variant }) => variant)).toEqual(['base', 'base', 'true_box', 'true_box']);
  });
});

describe('the presets of the form', () => {
  it.each([
    ['charades-paper', 8, 'entropy', 'sum'],
    ['charades-authors-code', 24, 'entropy_softmax', 'row_mean'],
  ] as const)('%s stands for the network, the clips, the protocol and the method too', (id, fps, labelFree, loss) => {
    const { spec } = readForm({ ...filled, ...presetValues(id, filled.clip) });
    expect(spec).toMatchObject({
      recipePreset: id,
      backbone: 'resnet50_i3d',
      clip: { frames: 64, fps, resize: 256, side: 224, boxSide: 128 },
      protocol: { clips: 10, pooling: 'max' },
      method: { labelFree, saliencyFrom: 'tuned' },
      baseRecipe: { epochs: 50, batchSize: 12, learningRate: 0.375, loss },
      ablationRecipe: { epochs: 25, batchSize: 8, learningRate: 0.02, loss },
    });
    expect(presetOf({ baseRecipe: spec!.baseRecipe, ablationRecipe: spec!.ablationRecipe }, 64)).toBe(id);
  });

  it('knows the one of a backbone', () => {
    expect([presetFor('micro_i3d'), presetFor('resnet50_i3d')]).toEqual(['micro', 'charades-paper']);
  });

  it('trains the bases of Table 1 with the batches of the paper', () => {
    const values = { ...filled, ...presetValues('charades-paper', filled.clip), table1Frames: [16, 32, 64], cells: [] };
    const cells = [{ variant: 'base', fusion: 'temporal_concat' }] as const;
    const { spec } = readForm({ ...values, cells: [...cells] });
    expect(planRuns(spec!).map(({ key, config }) => [key, config.clip.frames, config.recipe.batchSize])).toEqual([
      ['base-seed0', 64, 12],
      ['base-T16-seed0', 16, 20],
      ['base-T32-seed0', 32, 16],
    ]);
  });

  it('refuses clips that do not reach the classifier, at the field that is too small', () => {
    const values = { ...filled, ...presetValues('charades-paper', filled.clip) };
    const errorsOf = (change: Partial<typeof filled.clip>) =>
      readForm({ ...values, clip: { ...values.clip!, ...change } });
    expect(errorsOf({ frames: 8 }).errors).toEqual({ 'clip.frames': expect.stringContaining('at least 9 frames') });
    expect(errorsOf({ side: 192 }).errors).toEqual({ 'clip.side': expect.stringContaining('at least 193 px') });
    expect(errorsOf({ frames: 9, side: 193 }).spec).not.toBeNull();
  });

  it('asks for the weights where they are to be used, and plans no training of Base then', () => {
    expect(readForm({ ...filled, baseKind: 'weights' }).errors).toEqual({ weightsId: 'Choose the weights to use.' });
    const weightsId = '0190a5b2-0000-7000-8000-000000000001';
    const { spec } = readForm({ ...filled, baseKind: 'weights', weightsId });
    const [base, ...others] = planRuns(spec!);
    expect(base).toMatchObject({ weightsId, config: { recipe: { epochs: 0 } } });
    expect(others.every((run) => run.weightsId === null && run.config.recipe.epochs > 0)).toBe(true);
  });

  it('refuses a batch that its parts do not divide', () => {
    const baseRecipe = { ...filled.baseRecipe, batchSize: 8, accumulate: 3 };
    expect(Object.keys(readForm({ ...filled, baseRecipe }).errors ?? {})).toEqual(['baseRecipe.accumulate']);
  });
});
