import type { Metadata } from 'next';
import { z } from 'zod';
import { fetchOrDamaged, trpc } from '@/app/_trpc/server';
import { ImportForm } from './ImportForm';

export const metadata: Metadata = { title: 'Import a dataset' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** `?from=` fills the form with what an earlier import was told. */
export default async function Page({ searchParams }: Props) {
  const from = z.uuid().safeParse((await searchParams).from).data;
  const earlier = from === undefined ? null : await fetchOrDamaged(trpc.import.byId.queryOptions({ id: from }));
  return <ImportForm initial={earlier?.data?.input ?? null} />;
}
