'use client';

import { Button, Group, Paper, Radio, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconFolderSearch } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { LinkButton } from '@/app/_components/LinkButton';
import { notifyFailure } from '@/app/_components/notifyFailure';
import { PageContent } from '@/app/_components/PageContent';
import { Trail } from '@/app/_components/Trail';
import { useTRPC } from '@/app/_trpc/client';
import { datasetLayouts } from '@/domain/datasetLayouts';
import { slugOf } from '@/domain/names/slug';
import type { ScanDatasetInput } from '@/domain/taskInputs';
import { AnnotationFields } from './AnnotationFields';
import { emptyImport, type ImportValues, importErrors, importInput, importValues } from './importValues';

/** Says which folder is to be read, and how; a worker looks at it before anything is stored. */
export function ImportForm({ initial }: { initial: ScanDatasetInput | null }) {
  const trpc = useTRPC();
  const router = useRouter();
  const form = useForm<ImportValues>({
    initialValues: initial ? importValues(initial) : emptyImport,
    validate: importErrors,
  });
  const start = useMutation(
    trpc.import.create.mutationOptions({
      onSuccess: ({ id }) => router.push(`/datasets/import/${id}`),
      onError: notifyFailure('The import was not started'),
    }),
  );
  const submit = form.onSubmit(
    (values) => start.mutate(importInput(values)),
    (errors) => form.getInputNode(Object.keys(errors)[0] ?? 'root')?.focus(),
  );
  const rename = (name: string) => {
    const follows = form.values.slug === slugOf(form.values.name);
    form.setValues({ name, ...(follows ? { slug: slugOf(name) } : {}) });
  };
  const { layout } = form.values;
  return (
    <PageContent
      title="Import a dataset"
      trail={<Trail items={[{ href: '/datasets', label: 'Datasets' }]} />}
      lead="A worker reads every video once and reports what it finds. Nothing is stored before you have seen the report, and videos are never copied."
    >
      <form onSubmit={submit} noValidate>
        <Paper withBorder p={{ base: 'md', sm: 'lg' }} maw={760}>
          <Stack gap="lg">
            <Radio.Group label="Layout" {...form.getInputProps('layout')}>
              <Stack gap="xs" mt={6}>
                {Object.entries(datasetLayouts).map(([id, { label, description }]) => (
                  <Radio key={id} value={id} label={label} description={description} />
                ))}
              </Stack>
            </Radio.Group>
            <TextInput
              label="Folder"
              description={`On the machine of the worker. ${datasetLayouts[layout].hint}`}
              placeholder="/data/Charades"
              withAsterisk
              spellCheck={false}
              {...form.getInputProps('root')}
            />
            <AnnotationFields form={form} />
            <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
              <TextInput
                label="Name"
                withAsterisk
                maxLength={120}
                {...form.getInputProps('name')}
                onChange={(event) => rename(event.currentTarget.value)}
              />
              <TextInput
                label="Short name"
                description="For commands and files."
                withAsterisk
                spellCheck={false}
                inputWrapperOrder={['label', 'input', 'description', 'error']}
                {...form.getInputProps('slug')}
              />
            </SimpleGrid>
            <Group justify="flex-end" gap="xs">
              <LinkButton href="/datasets" variant="default">
                Back
              </LinkButton>
              <Button type="submit" loading={start.isPending} leftSection={<IconFolderSearch size={18} aria-hidden />}>
                Read the folder
              </Button>
            </Group>
            <Text size="xs" c="dimmed">
              Reading takes about as long as decoding every video once. It goes on when you close this page, and after
              an interruption where it stopped.
            </Text>
          </Stack>
        </Paper>
      </form>
    </PageContent>
  );
}
