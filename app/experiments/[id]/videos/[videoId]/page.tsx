import type { Metadata } from 'next';
import { createLoader, type SearchParams } from 'nuqs/server';
import { Hydrate } from '@/app/_trpc/Hydrate';
import { fetchOrDamaged, fetchOrNotFound, trpc } from '@/app/_trpc/server';
import { DamagedGallery } from '../DamagedGallery';
import { choiceOf, galleryParams } from '../galleryParams';
import { VideoPage } from './VideoPage';

type Props = { params: Promise<{ id: string; videoId: string }>; searchParams: Promise<SearchParams> };
const load = createLoader(galleryParams);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Video ${decodeURIComponent((await params).videoId)}` };
}

export default async function Page({ params, searchParams }: Props) {
  const { id: experimentId, videoId: encoded } = await params;
  const videoId = decodeURIComponent(encoded);
  const { data: axes, damaged } = await fetchOrDamaged(trpc.gallery.axes.queryOptions({ experimentId }));
  if (damaged !== null) return <DamagedGallery experimentId={experimentId} message={damaged} />;
  const { fusion, seed } = choiceOf(await load(searchParams), axes);
  await fetchOrNotFound(trpc.gallery.byVideo.queryOptions({ experimentId, videoId, fusion, seed }));
  return (
    <Hydrate>
      <VideoPage experimentId={experimentId} videoId={videoId} />
    </Hydrate>
  );
}
