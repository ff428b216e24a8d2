import type { Metadata } from 'next';
import { DamagedPage } from '@/app/_components/DamagedPage';
import { Hydrate } from '@/app/_trpc/Hydrate';
import { fetchOrDamaged, trpc } from '@/app/_trpc/server';
import { DiscardImport } from './DiscardImport';
import { ImportPage } from './ImportPage';

export const metadata: Metadata = { title: 'Import' };

type Props = { params: Promise<{ id: string }> };

export default async function Page({ params }: Props) {
  const { id } = await params;
  const { damaged } = await fetchOrDamaged(trpc.import.byId.queryOptions({ id }));
  if (damaged !== null) {
    return (
      <DamagedPage
        title="Damaged import"
        message={damaged}
        trail={[{ href: '/datasets', label: 'Datasets' }]}
        actions={<DiscardImport id={id} />}
      />
    );
  }
  return (
    <Hydrate>
      <ImportPage id={id} />
    </Hydrate>
  );
}
