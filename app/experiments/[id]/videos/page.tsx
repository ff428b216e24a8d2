import type { Metadata } from 'next';
import { createLoader, type SearchParams } from 'nuqs/server';
import { Hydrate } from '@/app/_trpc/Hydrate';
import { fetchOrNotFound, getQueryClient, trpc } from '@/app/_trpc/server';
import { GalleryPage } from './GalleryPage';
import { choiceOf, filterOf, galleryParams } from './galleryParams';

export const metadata: Metadata = { title: 'Videos' };

type Props = { params: Promise<{ id: string }>; searchParams: Promise<SearchParams> };
const load = createLoader(galleryParams);

export default async function Page({ params, searchParams }: Props) {
  const { id: experimentId } = await params;
  const axes = await fetchOrNotFound(trpc.gallery.axes.queryOptions({ experimentId }));
  const chosen = await load(searchParams);
  const cell = await fetchOrNotFound(
    trpc.gallery.cell.queryOptions({ experimentId, ...choiceOf(chosen, axes.defaults) }),
  );
  if (cell.evaluation) {
    const input = { evaluationId: cell.evaluation.id, filter: filterOf(chosen) };
    const options = trpc.gallery.list.infiniteQueryOptions(input, { getNextPageParam: (page) => page.next });
    await getQueryClient().prefetchInfiniteQuery(options);
  }
  return (
    <Hydrate>
      <GalleryPage experimentId={experimentId} />
    </Hydrate>
  );
}
