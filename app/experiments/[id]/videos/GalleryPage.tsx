'use client';

import { Kbd, Skeleton, Stack } from '@mantine/core';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { DataPanel } from '@/app/_components/DataPanel';
import { PageContent } from '@/app/_components/PageContent';
import { Trail } from '@/app/_components/Trail';
import { useTRPC } from '@/app/_trpc/client';
import { variantOf } from '@/domain/variants';
import { CellSelect } from './CellSelect';
import { GalleryFilters } from './GalleryFilters';
import { GalleryPending } from './GalleryPending';
import { GalleryVideos } from './GalleryVideos';
import { useGalleryState } from './useGalleryState';

/** The videos behind one cell of Table 2. */
export function GalleryPage({ experimentId }: { experimentId: string }) {
  const trpc = useTRPC();
  const { data: axes } = useSuspenseQuery(trpc.gallery.axes.queryOptions({ experimentId }));
  const state = useGalleryState(axes);
  const cell = useQuery(trpc.gallery.cell.queryOptions({ experimentId, ...state.choice }));
  const variant = variantOf(state.choice.variant);
  return (
    <PageContent
      title="Videos"
      trail={
        <Trail
          items={[
            { href: '/', label: 'Experiments' },
            { href: `/experiments/${experimentId}`, label: axes.experimentName },
          ]}
        />
      }
      lead={
        <>
          What {variant.label} looked at, and how sure it was of the true classes (mean of their scores). Keys{' '}
          <Kbd size="xs">j</Kbd> and <Kbd size="xs">k</Kbd> walk through the videos, <Kbd size="xs">Enter</Kbd> opens
          one.
        </>
      }
    >
      <CellSelect axes={axes} choice={state.choice} choose={state.choose} />
      <DataPanel query={cell} what="the videos" skeleton={<Skeleton h={480} />}>
        {(data) =>
          data.evaluation ? (
            <Stack gap="md">
              <GalleryFilters
                axes={axes}
                state={state}
                comparable={data.comparable}
                knowsHits={data.evaluation.boxHitRate !== null}
                lacksSaliency={(data.evaluation.saliency?.without ?? 0) > 0}
              />
              <GalleryVideos
                experimentId={experimentId}
                evaluation={data.evaluation}
                comparable={data.comparable}
                total={data.total}
                classNames={axes.classes.map(({ name }) => name)}
                state={state}
              />
            </Stack>
          ) : (
            <GalleryPending experimentId={experimentId} choice={state.choice} cell={data} />
          )
        }
      </DataPanel>
    </PageContent>
  );
}
