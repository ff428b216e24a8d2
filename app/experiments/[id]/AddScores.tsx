'use client';

import { Alert, Button, FileInput, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { IconAlertTriangle, IconFileUpload } from '@tabler/icons-react';
import { skipToken, useQuery } from '@tanstack/react-query';
import { useTRPC } from '@/app/_trpc/client';
import type { Outputs } from '@/app/_trpc/outputs';
import { classOrderText } from '@/domain/imports/prepareClasses';
import { submissionNameSchema, submissionUpload } from '@/domain/submissionUpload';
import { useSubmissions } from './useSubmissions';

const mebibytes = submissionUpload.limit / 1024 ** 2;

/** Asks for an official submission file of somebody else; its scores become a row beside ours. */
export function AddScores({ experiment }: { experiment: Outputs['experiment']['byId'] }) {
  const trpc = useTRPC();
  const { add } = useSubmissions(experiment.id);
  const [opened, { open, close }] = useDisclosure();
  const form = useForm<{ name: string; file: File | null }>({
    initialValues: { name: '', file: null },
    validate: {
      name: (name) => submissionNameSchema.safeParse(name).error?.issues[0]?.message ?? null,
      file: (file) =>
        file === null
          ? 'Choose a file.'
          : file.size > submissionUpload.limit
            ? `The file is larger than ${mebibytes} MiB.`
            : null,
    },
  });
  const leave = () => {
    close();
    form.reset();
    add.reset();
  };
  const { protocol, dataset: slug } = experiment.spec;
  const { dataset } = experiment;
  const about = useQuery(trpc.dataset.byId.queryOptions(opened && dataset ? { id: dataset.id } : skipToken));
  const classes = about.data?.classes ?? [];
  return (
    <>
      <Button variant="default" size="xs" leftSection={<IconFileUpload size={14} aria-hidden />} onClick={open}>
        Add scores of others
      </Button>
      <Modal.Root opened={opened} onClose={leave}>
        <Modal.Overlay />
        <Modal.Content>
          {/* The ready-made header is a second banner of the page for screen readers. */}
          <Group justify="space-between" wrap="nowrap" p="md" pb={0}>
            <Modal.Title>Add scores of others</Modal.Title>
            <Modal.CloseButton aria-label="Close" />
          </Group>
          <Modal.Body pt="sm">
            <form
              noValidate
              onSubmit={form.onSubmit(({ name, file }) => {
                if (file) add.mutate({ name: name.trim(), file }, { onSuccess: leave });
              })}
            >
              <Stack>
                <Text size="sm">
                  A file in the official Charades format: one line a video, its id, then one score a class, separated by
                  spaces or tabs. It is scored by the official rules against the annotations of the whole{' '}
                  {protocol.split} split of {experiment.dataset?.name ?? slug}.
                </Text>
                {classes.length > 0 ? (
                  <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
                    The {classes.length.toLocaleString('en-GB')} scores of a line stand in the order of the classes:{' '}
                    {classOrderText(classes)}.
                  </Text>
                ) : null}
                <TextInput
                  label="Name of the row"
                  placeholder="Method of others"
                  maxLength={120}
                  required
                  data-autofocus
                  {...form.getInputProps('name')}
                />
                <FileInput
                  label="Submission file"
                  placeholder="Choose a text file"
                  accept="text/*,.txt,.csv,.tsv"
                  required
                  clearable
                  clearButtonProps={{ 'aria-label': 'Choose no file' }}
                  {...form.getInputProps('file')}
                />
                {add.error ? (
                  <Alert
                    color="red"
                    variant="light"
                    icon={<IconAlertTriangle aria-hidden />}
                    title="The file was not taken"
                  >
                    {add.error.message}
                  </Alert>
                ) : null}
                <Group justify="flex-end">
                  <Button variant="default" onClick={leave}>
                    Cancel
                  </Button>
                  <Button type="submit" loading={add.isPending}>
                    Add the row
                  </Button>
                </Group>
              </Stack>
            </form>
          </Modal.Body>
        </Modal.Content>
      </Modal.Root>
    </>
  );
}
