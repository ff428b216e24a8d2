import { expect, it } from 'vitest';
import { configLabel, configText } from '@/app/_components/configText';
import { configKeys } from '@/domain/configKeys';
import { flattenConfig } from '@/domain/flattenConfig';
import { planRuns } from '@/domain/planRuns';
import { demoSpec } from '@/server/experiments/demoSpec';

it('has a name for every key of a config', () => {
  for (const key of configKeys) expect(configLabel(key)).not.toBe(key);
});

it('shows no id where there is a name, whatever run of Table 2 it is', () => {
  for (const { config } of planRuns(demoSpec([0]))) {
    for (const { path, value } of flattenConfig(config)) {
      if (path !== 'dataset') expect(configText(path, value)).not.toMatch(/_(?!in\b|CE|E)/);
    }
  }
});

it('reads values as a person would', () => {
  expect(configText('training.fusion', 'late_fusion')).toBe('Late fusion');
  expect(configText('clip.side', 56)).toBe('56 px');
  expect(configText('recipe.decays', 'at 0.65, factor 0.1; at 0.88, factor 0.1')).toBe('at 0.65 × 0.1; at 0.88 × 0.1');
  expect(configText('evaluations', 'variant attention_ce_ce, objective cross_entropy; variant base')).toBe(
    'Attention CE/CE, Base',
  );
  expect(configText('training.objective', null)).toBe('–');
  expect(configText('shuffleLabels', false)).toBe('no');
  expect(configText('something.old', 'x')).toBe('x');
});
