import { expect, it } from 'vitest';
import { prepareConfig } from '@/app/runs/[id]/prepareConfig';
import { flattenConfig } from '@/domain/flattenConfig';
import { planRuns } from '@/domain/planRuns';
import { demoSpec } from '@/server/experiments/demoSpec';

const [base, ...others] = planRuns(demoSpec([0])).map(({ config }) => config);

it('puts every key of every run of Table 2 into a section', () => {
  for (const config of [base, ...others]) {
    const sections = prepareConfig(config, null);
    expect(sections.map(({ title }) => title)).not.toContain('Other');
    expect(sections.flatMap(({ lines }) => lines.map(({ path }) => path)).sort()).toEqual(
      flattenConfig(config)
        .map(({ path }) => path)
        .sort(),
    );
    expect(sections.flatMap(({ lines }) => lines).every(({ base: text, differs }) => text === null && !differs)).toBe(
      true,
    );
  }
});

it('marks what differs from the base, and only that', () => {
  const lines = prepareConfig(others[0], base).flatMap((section) => section.lines);
  const differing = lines
    .filter(({ differs }) => differs)
    .map(({ label, text, base: before }) => [label, text, before]);
  expect(differing).toContainEqual(['Epochs', '2', '48']);
  expect(differing.map(([label]) => label)).not.toContain('Seed');
  expect(lines.find(({ path }) => path === 'seed')).toMatchObject({ text: '0', base: '0' });
});

it('keeps keys of an older version', () => {
  expect(prepareConfig({ warp: { factor: 9 } }, null)).toEqual([
    { title: 'Other', lines: [{ path: 'warp.factor', label: 'warp.factor', text: '9', base: null, differs: false }] },
  ]);
});
