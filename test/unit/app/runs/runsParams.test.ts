import { expect, it } from 'vitest';
import { columnLabel, columnOptions, defaultColumns, isColumn } from '@/app/runs/runColumns';
import { groupInput, listInput, loadRunsParams, shownColumns } from '@/app/runs/runsParams';

const read = (query: string) => loadRunsParams(new URLSearchParams(query));
const experiment = '0190a5b2-0000-7000-8000-000000000001';

it('asks for the newest runs by default', () => {
  const params = read('');
  expect(listInput(params)).toEqual({
    text: '',
    statuses: [],
    experimentId: null,
    sort: { key: 'created', descending: true },
    page: 0,
    limit: 50,
  });
  expect(groupInput(params)).toBeNull();
  expect(shownColumns(params)).toEqual(defaultColumns);
});

it('reads filter, order, page, columns and groups from the URL', () => {
  const params = read(
    `q=late&status=FAILED,RUNNING&experiment=${experiment}&sort=metric.test.wAP&page=3&columns=seed,config.clip.fps&group=seed,variant`,
  );
  expect(listInput(params)).toMatchObject({
    text: 'late',
    statuses: ['FAILED', 'RUNNING'],
    experimentId: experiment,
    sort: { key: 'metric.test.wAP', descending: false },
    page: 2,
  });
  expect(groupInput(params)).toEqual({
    text: 'late',
    statuses: ['FAILED', 'RUNNING'],
    experimentId: experiment,
    by: ['seed', 'variant'],
  });
  expect(shownColumns(params)).toEqual(['seed', 'config.clip.fps']);
});

it('makes sense of a URL that somebody has broken', () => {
  const params = read('status=LOUD&experiment=x&sort=-password&page=-7&columns=a,seed,seed&group=b,seed,seed');
  expect(listInput(params)).toMatchObject({
    statuses: [],
    experimentId: null,
    sort: { key: 'created', descending: true },
    page: 0,
  });
  expect(shownColumns(params)).toEqual(['seed']);
  expect(groupInput(params)?.by).toEqual(['seed']);
});

it('has a name for every column', () => {
  for (const { items } of columnOptions) {
    for (const { value, label } of items) {
      expect(isColumn(value)).toBe(true);
      expect(label).toBe(columnLabel(value));
      expect(label).not.toMatch(/[._]/);
    }
  }
});
