import type { Metadata } from 'next';
import { createLoader, type SearchParams } from 'nuqs/server';
import { Hydrate } from '@/app/_trpc/Hydrate';
import { fetchOrNotFound, trpc } from '@/app/_trpc/server';
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
  const axes = await fetchOrNotFound(trpc.gallery.axes.queryOptions({ experimentId }));
  const { fusion, seed } = choiceOf(await load(searchParams), axes.defaults);
  await fetchOrNotFound(trpc.gallery.byVideo.queryOptions({ experimentId, videoId, fusion, seed }));
  return (
    <Hydrate>
      <VideoPage experimentId={experimentId} videoId={videoId} />
    </Hydrate>
  );
}
