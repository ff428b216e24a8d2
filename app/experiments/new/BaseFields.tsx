'use client';

import { Radio, Select, Stack, Text, TextInput } from '@mantine/core';
import { skipToken, useQuery } from '@tanstack/react-query';
import { useTRPC } from '@/app/_trpc/client';
import { clipGeometrySchema } from '@/domain/clipGeometry';
import { Section } from './Section';
import type { ExperimentFormState } from './useExperimentForm';

/** Where the weights come from, and how often everything is repeated. */
export function BaseFields({ form }: { form: ExperimentFormState }) {
  const trpc = useTRPC();
  const { dataset, backbone, baseKind } = form.values;
  const clip = clipGeometrySchema.safeParse(form.values.clip).data;
  const bases = useQuery(trpc.experiment.bases.queryOptions(clip ? { dataset, backbone, clip } : skipToken));
  const list = bases.data ?? [];
  return (
    <Section
      title="Base and seeds"
      hint="Every row but Base starts from the weights of a trained Base and never changes them."
    >
      <Radio.Group label="Weights of Base" {...form.getInputProps('baseKind')}>
        <Stack gap="xs" mt={6}>
          <Radio value="train" label="Train one for every seed" />
          <Radio
            value="reuse"
            label="Reuse a finished base run"
            disabled={list.length === 0 && baseKind === 'train'}
            description={
              list.length === 0
                ? 'None has finished yet on this dataset with this backbone and clip.'
                : 'All seeds start from the same weights: the spread over seeds is that of the fine-tuning alone.'
            }
          />
        </Stack>
      </Radio.Group>
      {baseKind === 'reuse' ? (
        <Select
          label="Base run"
          placeholder="Choose a run"
          searchable
          data={list.map(({ runId, name, experiment, map }) => ({
            value: runId,
            label: `${name} of ${experiment}${map === null ? '' : `, mAP ${(map * 100).toFixed(1)} %`}`,
          }))}
          {...form.getInputProps('baseRunId')}
        />
      ) : null}
      <TextInput
        label="Seeds"
        description="One training of everything per seed; several give a mean with its spread."
        maw={320}
        {...form.getInputProps('seeds')}
      />
      {bases.error ? (
        <Text size="sm" c="red">
          {bases.error.message}
        </Text>
      ) : null}
    </Section>
  );
}
