'use client';

import { Select, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { configText } from '@/app/_components/configText';
import { useTRPC } from '@/app/_trpc/client';
import { ClassDifference } from './ClassDifference';
import { prepareOpponents } from './prepareOpponents';
import { type ComparedRun, mainEvaluation } from './prepareScores';
import { Section } from './Section';
import type { CompareState } from './useCompareState';
import { VideoDifference } from './VideoDifference';

type AgainstSectionProps = { runs: ComparedRun[]; baseline: ComparedRun; state: CompareState };

/** One evaluation, or scores of others, held against the baseline, class by class and video by video. */
export function AgainstSection({ runs, baseline, state }: AgainstSectionProps) {
  const trpc = useTRPC();
  const submissions = useQuery(trpc.submission.list.queryOptions({ experimentId: baseline.experiment.id }));
  const reference = mainEvaluation(baseline);
  if (reference === null) return null;
  const others = prepareOpponents(runs, { baseline, reference, submissions: submissions.data ?? [] });
  const chosen = others.find(({ id }) => id === state.params.against) ?? others[0];
  if (chosen === undefined) return null;
  return (
    <Section
      title="Against the baseline"
      controls={
        <Select
          label="Evaluation"
          data={others.map(({ id, label }) => ({ value: id, label }))}
          value={chosen.id}
          title={chosen.label}
          onChange={(against) => state.set({ against })}
          allowDeselect={false}
          w={360}
          maw="100%"
        />
      }
    >
      <Text size="sm" c="dimmed">
        {chosen.title} minus {configText('variant', reference.variant)} ({baseline.name})
      </Text>
      <ClassDifference baseline={reference} other={chosen} />
      <VideoDifference baselineId={reference.id} otherId={chosen.id} videos={chosen.videos} />
    </Section>
  );
}
