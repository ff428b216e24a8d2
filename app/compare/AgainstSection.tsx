'use client';

import { Select, Text } from '@mantine/core';
import { configText } from '@/app/_components/configText';
import { ClassDifference } from './ClassDifference';
import { type ComparedRun, mainEvaluation } from './prepareScores';
import { Section } from './Section';
import type { CompareState } from './useCompareState';
import { VideoDifference } from './VideoDifference';

type AgainstSectionProps = { runs: ComparedRun[]; baseline: ComparedRun; state: CompareState };

/** One evaluation held against the baseline, class by class and video by video. */
export function AgainstSection({ runs, baseline, state }: AgainstSectionProps) {
  const reference = mainEvaluation(baseline);
  const others = runs.flatMap((run) =>
    run.evaluations
      .filter(({ id }) => id !== reference?.id)
      .map((evaluation) => ({ evaluation, run, label: `${configText('variant', evaluation.variant)} · ${run.name}` })),
  );
  const chosen = others.find(({ evaluation }) => evaluation.id === state.params.against) ?? others[0];
  if (reference === null || chosen === undefined) return null;
  return (
    <Section
      title="Against the baseline"
      controls={
        <Select
          label="Evaluation"
          data={others.map(({ evaluation, label }) => ({ value: evaluation.id, label }))}
          value={chosen.evaluation.id}
          onChange={(against) => state.set({ against })}
          allowDeselect={false}
          w={360}
          maw="100%"
        />
      }
    >
      <Text size="sm" c="dimmed">
        {configText('variant', chosen.evaluation.variant)} ({chosen.run.name}) minus{' '}
        {configText('variant', reference.variant)} ({baseline.name})
      </Text>
      <ClassDifference baseline={reference} other={chosen.evaluation} />
      <VideoDifference baseline={reference} other={chosen.evaluation} run={chosen.run} />
    </Section>
  );
}
