import type { Metadata } from 'next';
import { Hydrate } from '@/app/_trpc/Hydrate';
import { prefetch, trpc } from '@/app/_trpc/server';
import { WorkersPage } from './WorkersPage';

export const metadata: Metadata = { title: 'Workers' };

// Shows what is now; nothing of it can be made ahead.
export const dynamic = 'force-dynamic';

export default async function Page() {
  await prefetch(trpc.worker.list.queryOptions());
  await prefetch(trpc.worker.queue.queryOptions());
  await prefetch(trpc.disk.space.queryOptions());
  return (
    <Hydrate>
      <WorkersPage />
    </Hydrate>
  );
}
