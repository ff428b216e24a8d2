import type { Metadata } from 'next';
import { createLoader, type SearchParams } from 'nuqs/server';
import { Hydrate } from '@/app/_trpc/Hydrate';
import { fetchOrDamaged, fetchOrNotFound, getQueryClient, trpc } from '@/app/_trpc/server';
import { nextPage } from '@/domain/page';
import { DamagedGallery } from './DamagedGallery';
import { GalleryPage } from './GalleryPage';
import { choiceOf, filterOf, galleryParams } from './galleryParams';

export const metadata: Metadata = { title: 'Videos' };

type Props = { params: Promise<{ id: string }>; searchParams: Promise<SearchParams> };
const load = createLoader(galleryParams);

export default async function Page({ params, searchParams }: Props) {
  const { id: experimentId } = await params;
  const { data: axes, damaged } = await fetchOrDamaged(trpc.gallery.axes.queryOptions({ experimentId }));
  if (damaged !== null) return <DamagedGallery experimentId={experimentId} message={damaged} />;
  const chosen = await load(searchParams);
  const cell = await fetchOrNotFound(trpc.gallery.cell.queryOptions({ experimentId, ...choiceOf(chosen, axes) }));
  if (cell.evaluation) {
    const input = { evaluationId: cell.evaluation.id, filter: filterOf(chosen, axes) };
    const options = trpc.gallery.list.infiniteQueryOptions(input, nextPage);
    await getQueryClient().prefetchInfiniteQuery(options);
  }
  return (
    <Hydrate>
      <GalleryPage experimentId={experimentId} />
    </Hydrate>
  );
}
