'use client';

import { ActionIcon, Menu } from '@mantine/core';
import { IconCopy, IconDots, IconTrash } from '@tabler/icons-react';
import Link from 'next/link';
import { useDeleteExperiment } from '@/app/_components/useDeleteExperiment';

/** What can be done with an experiment without opening it. */
export function ExperimentMenu({ id, name, clonable }: { id: string; name: string; clonable: boolean }) {
  const remove = useDeleteExperiment();
  return (
    <Menu position="bottom-end" withArrow>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={`Actions for ${name}`}>
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {clonable ? (
          <Menu.Item
            component={Link}
            href={`/experiments/new?from=${id}`}
            leftSection={<IconCopy size={16} aria-hidden />}
          >
            Clone with edits
          </Menu.Item>
        ) : null}
        <Menu.Item color="red" leftSection={<IconTrash size={16} aria-hidden />} onClick={() => remove({ id, name })}>
          Delete
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
