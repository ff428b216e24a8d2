'use client';

import { Group, Skeleton } from '@mantine/core';
import { IconHourglass } from '@tabler/icons-react';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useSearchParams } from 'next/navigation';
import { useEffect } from 'react';
import { DataPanel } from '@/app/_components/DataPanel';
import { EmptyState } from '@/app/_components/EmptyState';
import { LinkButton } from '@/app/_components/LinkButton';
import { PageContent } from '@/app/_components/PageContent';
import { Trail } from '@/app/_components/Trail';
import { useTRPC } from '@/app/_trpc/client';
import { FusionAndSeed } from '../CellSelect';
import { rememberVideo } from '../lastVideo';
import { useGalleryState } from '../useGalleryState';
import type { Video } from './useVideoState';
import { VideoCompare } from './VideoCompare';
import { VideoNavigation } from './VideoNavigation';

/** One video as all rows of an experiment saw it. */
export function VideoPage({ experimentId, videoId }: { experimentId: string; videoId: string }) {
  const trpc = useTRPC();
  const { data: axes } = useSuspenseQuery(trpc.gallery.axes.queryOptions({ experimentId }));
  const state = useGalleryState(axes);
  const { fusion, seed, variant } = state.choice;
  const column = { experimentId, videoId, fusion, seed };
  const query = useQuery(trpc.gallery.byVideo.queryOptions(column));
  const gallery = `/experiments/${experimentId}/videos`;
  const hrefOf = useVideoHref(gallery);
  useEffect(() => rememberVideo(videoId), [videoId]);
  const leading = query.data?.evaluations.find((evaluation) => evaluation.variant === variant);
  const trail = [
    { href: '/', label: 'Experiments' },
    { href: `/experiments/${experimentId}`, label: axes.experimentName },
    { href: `${gallery}${state.query}`, label: 'Videos' },
  ];
  return (
    <PageContent
      title={`Video ${videoId}`}
      trail={<Trail items={trail} />}
      lead={query.data ? facts(query.data) : undefined}
      actions={
        leading ? (
          <VideoNavigation evaluationId={leading.id} videoId={videoId} filter={state.filter} hrefOf={hrefOf} />
        ) : undefined
      }
    >
      <Group gap="sm" align="flex-end">
        <FusionAndSeed axes={axes} choice={state.choice} choose={state.choose} />
      </Group>
      <DataPanel
        query={query}
        what="the video"
        skeleton={<Skeleton h={640} />}
        isEmpty={(video) => video.evaluations.length === 0}
        empty={
          <EmptyState
            icon={<IconHourglass />}
            title="No row has evaluated this video yet"
            action={<LinkButton href={`/experiments/${experimentId}`}>Back to the experiment</LinkButton>}
          >
            Its rows appear here as soon as their runs have evaluated the test videos with this fusion and seed.
          </EmptyState>
        }
      >
        {(video) => <VideoCompare key={videoId} {...{ video, variant, column }} />}
      </DataPanel>
    </PageContent>
  );
}

function facts({ trueClasses, classes, lengthSeconds, split }: Video): string {
  const names = trueClasses.map((cls) => classes[cls]?.name ?? `class ${cls}`);
  return `${names.length > 0 ? names.join(', ') : 'no label'} · ${lengthSeconds.toFixed(1)} s · ${split} video`;
}

// Filter, cell, rows on show: all that is not of this video only goes along to the next.
function useVideoHref(gallery: string): (videoId: string) => string {
  const params = new URLSearchParams(useSearchParams());
  for (const own of ['clip', 'frame']) params.delete(own);
  const query = params.size > 0 ? `?${String(params).replaceAll('%2C', ',')}` : '';
  return (videoId) => `${gallery}/${encodeURIComponent(videoId)}${query}`;
}
