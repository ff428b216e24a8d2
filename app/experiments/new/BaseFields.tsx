'use client';

import { Anchor, Radio, Select, Stack, Text, TextInput } from '@mantine/core';
import { skipToken, useQuery } from '@tanstack/react-query';
import { failureText } from '@/app/_components/failureText';
import { useTRPC } from '@/app/_trpc/client';
import type { Outputs } from '@/app/_trpc/outputs';
import { clipGeometrySchema } from '@/domain/clipGeometry';
import { Section } from './Section';
import type { ExperimentFormState } from './useExperimentForm';

/** Where the weights come from, and how often everything is repeated. */
export function BaseFields({ form, classes }: { form: ExperimentFormState; classes: number | null }) {
  const trpc = useTRPC();
  const { dataset, backbone, baseKind } = form.values;
  const clip = clipGeometrySchema.safeParse(form.values.clip).data;
  const bases = useQuery(trpc.experiment.bases.queryOptions(clip ? { dataset, backbone, clip } : skipToken));
  const list = bases.data ?? [];
  const weights = useQuery(trpc.weights.list.queryOptions({ backbone })).data ?? [];
  const whole = weights.filter((item) => item.classes === classes);
  const chooseKind = (kind: string) => {
    const kept = (kind === 'weights' ? whole : weights).some(({ id }) => id === form.values.weightsId);
    form.setFieldValue('baseKind', kind as typeof baseKind);
    if (!kept) form.setFieldValue('weightsId', null);
  };
  return (
    <Section
      title="Base and seeds"
      hint="Every row but Base starts from the weights of a trained Base and never changes them."
    >
      <Radio.Group label="Weights of Base" {...form.getInputProps('baseKind')} onChange={chooseKind}>
        <Stack gap="xs" mt={6}>
          <Radio value="train" label="Train one for every seed" />
          <Radio
            value="weights"
            label="Use imported weights as they are"
            disabled={whole.length === 0 && baseKind !== 'weights'}
            description={
              whole.length === 0
                ? `No imported weights of this backbone classify the ${classes ?? ''} classes of the dataset.`
                : 'Base is not trained, only evaluated.'
            }
          />
          <Radio
            value="reuse"
            label="Reuse a finished base run"
            disabled={list.length === 0 && baseKind !== 'reuse'}
            description={
              list.length === 0
                ? 'None has finished yet on this dataset with this backbone and clip.'
                : 'All seeds start from the same weights: the spread over seeds is that of the fine-tuning alone.'
            }
          />
        </Stack>
      </Radio.Group>
      {baseKind === 'train' ? (
        <Select
          label="Training starts from"
          placeholder="random weights"
          clearable
          searchable
          description={
            weights.length === 0 ? (
              <>
                The paper starts from Kinetics:{' '}
                <Anchor href="/weights" inherit underline="always">
                  import weights
                </Anchor>{' '}
                to do the same.
              </>
            ) : (
              'A classifier for another number of classes is drawn anew.'
            )
          }
          data={weights.map(weightsOption)}
          {...form.getInputProps('weightsId')}
        />
      ) : null}
      {baseKind === 'weights' ? (
        <Select
          label="Imported weights"
          placeholder="Choose weights"
          searchable
          data={whole.map(weightsOption)}
          {...form.getInputProps('weightsId')}
        />
      ) : null}
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
          {failureText(bases.error)}
        </Text>
      ) : null}
    </Section>
  );
}

function weightsOption({ id, name, classes }: Outputs['weights']['list'][number]) {
  return { value: id, label: `${name} (${classes === null ? 'without classifier' : `${classes} classes`})` };
}
