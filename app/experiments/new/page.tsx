import { Container } from '@mantine/core';
import type { Metadata } from 'next';
import { DamagedAlert } from '@/app/_components/DamagedPage';
import { Hydrate } from '@/app/_trpc/Hydrate';
import { prefetch, trpc } from '@/app/_trpc/server';
import { ExperimentForm } from './ExperimentForm';
import { initialSpec } from './initialSpec';

export const metadata: Metadata = { title: 'New ablation' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function NewExperiment({ searchParams }: Props) {
  const [initial] = await Promise.all([initialSpec(await searchParams), prefetch(trpc.dataset.list.queryOptions())]);
  return (
    <Hydrate>
      {initial.damaged === null ? null : (
        <Container size="xl" pt="md">
          <DamagedAlert>{initial.damaged} The form below is that of a new ablation.</DamagedAlert>
        </Container>
      )}
      <ExperimentForm initial={initial.data} />
    </Hydrate>
  );
}
