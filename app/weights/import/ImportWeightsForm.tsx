'use client';

import { Button, Group, Paper, Select, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconFileImport } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { issuesByPath } from '@/app/_components/issuesByPath';
import { LinkButton } from '@/app/_components/LinkButton';
import { notifyFailure } from '@/app/_components/notifyFailure';
import { PageContent } from '@/app/_components/PageContent';
import { Trail } from '@/app/_components/Trail';
import { useTRPC } from '@/app/_trpc/client';
import { backbones } from '@/domain/backbones';
import { type ImportWeightsInput, importWeightsInputSchema } from '@/domain/taskInputs';
import { headChoices } from './headChoices';
import { networkChoices } from './networkChoices';

const empty: ImportWeightsInput = { path: '', name: '', backbone: 'resnet50_i3d', classes: null, network: null };

type ImportWeightsFormProps = {
  initial: ImportWeightsInput | null;
  /** Beginnings of the names of the networks that an earlier look into the file has found; empty where there was one. */
  networks: string[];
};

/** Says which file of weights is to be read, for which backbone and how many classes, and which of several networks in it. */
export function ImportWeightsForm({ initial, networks }: ImportWeightsFormProps) {
  const trpc = useTRPC();
  const router = useRouter();
  const datasets = useQuery(trpc.dataset.list.queryOptions());
  const form = useForm<ImportWeightsInput>({
    initialValues: initial ?? empty,
    validate: (values) => ({
      ...issuesByPath(importWeightsInputSchema, values),
      ...(networks.length > 1 && values.network === null ? { network: 'Choose one of them.' } : {}),
    }),
  });
  const start = useMutation(
    trpc.weights.import.mutationOptions({
      onSuccess: ({ id }) => router.push(`/weights/${id}`),
      onError: notifyFailure('The import was not started'),
    }),
  );
  const submit = form.onSubmit(
    (values) => start.mutate(values),
    (errors) => form.getInputNode(Object.keys(errors)[0] ?? 'path')?.focus(),
  );
  const choosePath = (path: string) => {
    const named = form.values.name === '' || form.values.name === fileName(form.values.path);
    form.setValues({ path, ...(named ? { name: fileName(path) } : {}) });
  };
  return (
    <PageContent
      title="Import weights"
      trail={<Trail items={[{ href: '/weights', label: 'Weights' }]} />}
      lead="PyTorch (.pth, .pth.tar, both of its formats) or safetensors. The file is only read: no code in it is ever executed."
    >
      <form onSubmit={submit} noValidate>
        <Paper withBorder p={{ base: 'md', sm: 'lg' }} maw={760}>
          <Stack gap="lg">
            <TextInput
              label="File"
              description="On the machine of the worker."
              placeholder="/data/weights/model_best.pth.tar"
              withAsterisk
              spellCheck={false}
              {...form.getInputProps('path')}
              onChange={(event) => choosePath(event.currentTarget.value)}
            />
            <TextInput label="Name" withAsterisk maxLength={120} {...form.getInputProps('name')} />
            <Select
              label="Backbone"
              allowDeselect={false}
              data={Object.entries(backbones).map(([value, { label }]) => ({ value, label }))}
              {...form.getInputProps('backbone')}
            />
            <Select
              label="Classifier"
              description="A head with another number of classes than this is left out, and drawn anew by each run."
              allowDeselect={false}
              data={headChoices(datasets.data ?? [], form.values.classes)}
              value={form.values.classes === null ? 'file' : String(form.values.classes)}
              onChange={(value) => form.setFieldValue('classes', value === 'file' ? null : Number(value))}
            />
            {networks.length > 1 ? (
              <Select
                label="Network"
                description="The file holds several complete networks: choose the one to import."
                placeholder="Choose a network"
                withAsterisk
                allowDeselect={false}
                data={networkChoices(networks)}
                value={form.values.network === null ? null : String(networks.indexOf(form.values.network))}
                onChange={(value) => form.setFieldValue('network', networks[Number(value)] ?? null)}
                error={form.errors.network}
              />
            ) : null}
            <Group justify="flex-end" gap="xs">
              <LinkButton href="/weights" variant="default">
                Back
              </LinkButton>
              <Button type="submit" loading={start.isPending} leftSection={<IconFileImport size={18} aria-hidden />}>
                Import
              </Button>
            </Group>
            <Text size="xs" c="dimmed">
              You see afterwards where every array went. What does not fit the backbone is refused.
            </Text>
          </Stack>
        </Paper>
      </form>
    </PageContent>
  );
}

function fileName(path: string): string {
  return path.trim().split('/').at(-1) ?? '';
}
