import { expect, it } from 'vitest';
import { configKeys } from '@/domain/configKeys';
import { flattenConfig } from '@/domain/flattenConfig';
import { planRuns } from '@/domain/planRuns';
import { parseRunSortKey, runColumnIds } from '@/domain/runTable';
import { demoSpec } from '@/server/experiments/demoSpec';

it('knows every leaf of a real config', () => {
  for (const { config } of planRuns({ ...demoSpec([0]), limit: { train: 4, test: 4 } })) {
    for (const { path } of flattenConfig(config)) expect(configKeys).toContain(path);
  }
});

it('reads every column, metrics by split and every key of the config', () => {
  for (const id of runColumnIds.filter((column) => column !== 'rows')) {
    expect(parseRunSortKey(id)).toEqual({ kind: 'column', column: id });
  }
  expect(parseRunSortKey('metric.train.loss')).toEqual({ kind: 'metric', split: 'train', key: 'loss' });
  for (const path of configKeys) expect(parseRunSortKey(`config.${path}`)).toEqual({ kind: 'config', path });
});

it('reads nothing else', () => {
  for (const text of [
    '',
    'rows',
    'metric.train',
    'metric.other.loss',
    'metric.train.loss.x',
    'config.',
    'config.a',
    '__proto__',
  ]) {
    expect(parseRunSortKey(text)).toBeNull();
  }
});
