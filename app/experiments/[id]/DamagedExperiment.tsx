'use client';

import { Button } from '@mantine/core';
import { IconPlayerPlay, IconTrash } from '@tabler/icons-react';
import { useRouter } from 'next/navigation';
import { DamagedPage } from '@/app/_components/DamagedPage';
import { LinkButton } from '@/app/_components/LinkButton';
import { useDeleteExperiment } from '@/app/_components/useDeleteExperiment';

/** An experiment whose set-up cannot be read: its runs are still there, and it can be deleted. */
export function DamagedExperiment({ id, message }: { id: string; message: string }) {
  const router = useRouter();
  const remove = useDeleteExperiment();
  const name = 'Experiment with a damaged set-up';
  return (
    <DamagedPage
      title="Damaged experiment"
      message={message}
      trail={[{ href: '/', label: 'Experiments' }]}
      actions={
        <>
          <LinkButton
            href={`/runs?experiment=${id}`}
            variant="default"
            leftSection={<IconPlayerPlay size={16} aria-hidden />}
          >
            Runs
          </LinkButton>
          <Button
            color="red"
            variant="light"
            leftSection={<IconTrash size={16} aria-hidden />}
            onClick={() => remove({ id, name }, () => router.push('/'))}
          >
            Delete
          </Button>
        </>
      }
    />
  );
}
