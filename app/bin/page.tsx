import type { Metadata } from 'next';
import { Hydrate } from '@/app/_trpc/Hydrate';
import { prefetch, trpc } from '@/app/_trpc/server';
import { BinPage } from './BinPage';

export const metadata: Metadata = { title: 'Bin' };

// Shows what is now; nothing of it can be made ahead.
export const dynamic = 'force-dynamic';

export default async function Page() {
  await prefetch(trpc.disk.bin.queryOptions());
  return (
    <Hydrate>
      <BinPage />
    </Hydrate>
  );
}
