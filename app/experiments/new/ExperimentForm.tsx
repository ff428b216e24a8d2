'use client';

import { Alert, SimpleGrid, Stack, Textarea, TextInput } from '@mantine/core';
import { IconDatabaseOff } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { DataPanel } from '@/app/_components/DataPanel';
import { EmptyState } from '@/app/_components/EmptyState';
import { LinkButton } from '@/app/_components/LinkButton';
import { notifyFailure } from '@/app/_components/notifyFailure';
import { PageContent } from '@/app/_components/PageContent';
import { Trail } from '@/app/_components/Trail';
import { useTRPC } from '@/app/_trpc/client';
import type { Outputs } from '@/app/_trpc/outputs';
import type { ExperimentSpec } from '@/domain/experimentSpec';
import { BaseFields } from './BaseFields';
import classes from './ExperimentForm.module.css';
import { MethodFields } from './MethodFields';
import { NetworkFields } from './NetworkFields';
import { PlanPanel } from './PlanPanel';
import { QuickLookFields } from './QuickLookFields';
import { RecipeFields } from './RecipeFields';
import { RowMatrix } from './RowMatrix';
import { readForm } from './readForm';
import { Section } from './Section';
import { useExperimentForm } from './useExperimentForm';

/** Sets up an ablation and launches it; `initial` is one to be cloned with edits. */
export function ExperimentForm({ initial }: { initial: ExperimentSpec | null }) {
  const trpc = useTRPC();
  const datasets = useQuery(trpc.dataset.list.queryOptions());
  return (
    <PageContent
      title={initial ? 'Clone with edits' : 'New ablation'}
      trail={<Trail items={[{ href: '/', label: 'Experiments' }]} />}
      lead="Rows of Table 2 on a dataset: which trainings that takes, and how long, stands beside the form before you launch."
    >
      <DataPanel query={datasets} what="datasets" isEmpty={(list) => list.length === 0} empty={<NoDataset />}>
        {(list) => <Fields initial={initial} datasets={list} />}
      </DataPanel>
    </PageContent>
  );
}

type FieldsProps = { initial: ExperimentSpec | null; datasets: Outputs['dataset']['list'] };

function Fields({ initial, datasets }: FieldsProps) {
  const trpc = useTRPC();
  const router = useRouter();
  const bundled = datasets.find(({ slug }) => slug === 'microcharades') ?? datasets[0];
  const form = useExperimentForm({ initial, dataset: bundled?.slug ?? '' });
  const launch = useMutation(
    trpc.experiment.create.mutationOptions({
      onSuccess: ({ experimentId }) => router.push(`/experiments/${experimentId}`),
      onError: notifyFailure('The ablation was not launched'),
    }),
  );
  const classesOf = (slug: string) => datasets.find((dataset) => dataset.slug === slug)?.classes ?? null;
  // The plan does not depend on the name, which people give last.
  const { spec: planned } = readForm({ ...form.values, name: 'plan', notes: '' });
  const submit = form.onSubmit(
    (values) => {
      const { spec } = readForm(values);
      if (spec) launch.mutate(spec);
    },
    (errors) => form.getInputNode(Object.keys(errors)[0] ?? 'name')?.focus(),
  );
  return (
    <form onSubmit={submit} noValidate className={classes.layout}>
      <Stack gap="md">
        <Section title="Name and notes">
          <SimpleGrid cols={1} spacing="sm">
            <TextInput
              label="Name"
              placeholder="What is this ablation about?"
              withAsterisk
              maxLength={120}
              {...form.getInputProps('name')}
            />
            <Textarea label="Notes" autosize minRows={1} maxRows={8} {...form.getInputProps('notes')} />
          </SimpleGrid>
        </Section>
        <NetworkFields form={form} datasets={datasets} />
        <Section title="Rows of Table 2" hint="Every row is one way to choose the second view that the network sees.">
          <RowMatrix cells={form.values.cells} onChange={(cells) => form.setFieldValue('cells', cells)} />
          {form.errors.cells ? <Alert color="red">{form.errors.cells}</Alert> : null}
        </Section>
        <MethodFields form={form} />
        <BaseFields form={form} classes={classesOf(form.values.dataset)} />
        <RecipeFields form={form} />
        <QuickLookFields form={form} />
      </Stack>
      <PlanPanel spec={planned} launching={launch.isPending || launch.isSuccess} />
    </form>
  );
}

function NoDataset() {
  return (
    <EmptyState
      icon={<IconDatabaseOff />}
      title="There is no dataset yet"
      action={<LinkButton href="/datasets">Datasets</LinkButton>}
    >
      The bundled MicroCharades is rendered when the workbench starts for the first time. If it does not appear within a
      few minutes, <code>npm run doctor</code> says what is missing.
    </EmptyState>
  );
}
