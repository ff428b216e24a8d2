'use client';

import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { experimentNameSchema } from '@/domain/experimentSpec';
import { useExperimentActions } from './useExperimentActions';

type RenameModalProps = { id: string; name: string; opened: boolean; onClose: () => void };

/** Asks for another name. */
export function RenameModal({ id, name, opened, onClose }: RenameModalProps) {
  const { update } = useExperimentActions();
  const form = useForm({
    initialValues: { name },
    validate: { name: (value) => experimentNameSchema.safeParse(value).error?.issues[0]?.message ?? null },
  });
  return (
    <Modal opened={opened} onClose={onClose} title="Rename the experiment" centered>
      <form onSubmit={form.onSubmit((values) => update.mutate({ id, name: values.name }, { onSuccess: onClose }))}>
        <Stack>
          <TextInput label="Name" data-autofocus maxLength={120} {...form.getInputProps('name')} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Keep it
            </Button>
            <Button type="submit" loading={update.isPending}>
              Rename
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
