import type { Metadata } from 'next';
import { LinkButton } from '@/app/_components/LinkButton';
import { PageContent } from '@/app/_components/PageContent';
import { Hydrate } from '@/app/_trpc/Hydrate';
import { prefetch, trpc } from '@/app/_trpc/server';
import { WeightsPage } from './WeightsPage';

export const metadata: Metadata = { title: 'Weights' };

// Shows what is now; nothing of it can be made ahead.
export const dynamic = 'force-dynamic';

export default async function Page() {
  await Promise.all([prefetch(trpc.weights.list.queryOptions({})), prefetch(trpc.weights.imports.queryOptions())]);
  const actions = <LinkButton href="/weights/import">Import</LinkButton>;
  return (
    <Hydrate>
      <PageContent title="Weights" lead="Weights from elsewhere that a base run can start from." actions={actions}>
        <WeightsPage />
      </PageContent>
    </Hydrate>
  );
}
