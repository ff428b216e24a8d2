import { describe, expect, it } from 'vitest';
import { defaultValues, type FormValues, valuesOf } from '@/app/experiments/new/formValues';
import { cellsOfColumn, cellsOfRow, howMuch, toggleCells } from '@/app/experiments/new/matrixSelection';
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
