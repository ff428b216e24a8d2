'use client';

import { ActionIcon, Menu } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconCopy, IconDots, IconPencil, IconPhotoScan, IconPlayerPlay, IconTrash } from '@tabler/icons-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { LinkButton } from '@/app/_components/LinkButton';
import { useDeleteExperiment } from '@/app/_components/useDeleteExperiment';
import type { Outputs } from '@/app/_trpc/outputs';
import { RenameModal } from './RenameModal';

/** At the right of the title: where to go from here, and what else can be done. */
export function ExperimentActions({ experiment }: { experiment: Outputs['experiment']['byId'] }) {
  const { id, name } = experiment;
  const router = useRouter();
  const remove = useDeleteExperiment();
  const [renaming, { open, close }] = useDisclosure();
  return (
    <>
      <LinkButton
        href={`/experiments/${id}/videos`}
        variant="default"
        leftSection={<IconPhotoScan size={16} aria-hidden />}
      >
        Videos
      </LinkButton>
      <LinkButton
        href={`/runs?experiment=${id}`}
        variant="default"
        leftSection={<IconPlayerPlay size={16} aria-hidden />}
      >
        Runs
      </LinkButton>
      <Menu position="bottom-end" withArrow>
        <Menu.Target>
          <ActionIcon variant="default" size={36} aria-label="More actions">
            <IconDots size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={open}>
            Rename
          </Menu.Item>
          <Menu.Item
            component={Link}
            href={`/experiments/new?from=${id}`}
            leftSection={<IconCopy size={16} aria-hidden />}
          >
            Clone with edits
          </Menu.Item>
          <Menu.Item
            color="red"
            leftSection={<IconTrash size={16} aria-hidden />}
            onClick={() => remove({ id, name }, () => router.push('/'))}
          >
            Delete
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <RenameModal key={name} id={id} name={name} opened={renaming} onClose={close} />
    </>
  );
}
