import { expect, it } from 'vitest';
import { prepareGroups, type RunGroup } from '@/app/runs/prepareGroups';

const group = (changes: Partial<RunGroup>): RunGroup => ({
  values: ['late_fusion'],
  runs: 3,
  finished: 3,
  map: { n: 3, mean: 0.9213, std: 0.0078 },
  loss: { n: 3, mean: 0.12344, std: 0.010234 },
  durationSeconds: { n: 3, mean: 192, std: 4 },
  ...changes,
});

it('shows mean, spread and number of values in the unit of the column', () => {
  expect(prepareGroups([group({})], ['training.fusion'])).toEqual([
    {
      id: '["late_fusion"]',
      values: ['Late fusion'],
      oracle: false,
      runs: '3',
      map: { mean: '92.1', spread: '± 0.8', n: 3 },
      loss: { mean: '0.1234', spread: '± 0.01', n: 3 },
      duration: { mean: '3 min 12 s', spread: '± 4.0 s', n: 3 },
    },
  ]);
});

it('shows no spread for a single value and a dash for none', () => {
  const [row] = prepareGroups(
    [group({ finished: 1, map: { n: 1, mean: 0.5, std: null }, loss: { n: 0, mean: null, std: null } })],
    ['training.fusion'],
  );
  expect(row).toMatchObject({ runs: '1 of 3', map: { mean: '50.0', spread: null, n: 1 }, loss: { mean: '–', n: 0 } });
});

it('names values by their key', () => {
  const [row] = prepareGroups(
    [group({ values: ['attention_e_e', null, 'true', '8'] })],
    ['variant', 'training.objective', 'shuffleLabels', 'clip.frames'],
  );
  expect(row?.values).toEqual(['Attention E/E', '–', 'yes', '8']);
});

it('marks rows that read ground truth', () => {
  const rows = prepareGroups(
    [group({ values: ['attention_ce_ce'] }), group({ values: ['attention_ce_e'] })],
    ['variant'],
  );
  expect(rows.map(({ oracle }) => oracle)).toEqual([true, false]);
});
