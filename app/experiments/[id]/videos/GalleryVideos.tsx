'use client';

import { Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { IconFilterOff } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { DataPanel } from '@/app/_components/DataPanel';
import { EmptyState } from '@/app/_components/EmptyState';
import { formatScore } from '@/app/_components/formatScore';
import { useTRPC } from '@/app/_trpc/client';
import { noSaliencyText } from '@/domain/noSaliencyText';
import { nextPage } from '@/domain/page';
import type { Evaluation } from './GalleryCard';
import { GalleryGrid } from './GalleryGrid';
import type { useGalleryState } from './useGalleryState';

type GalleryVideosProps = {
  experimentId: string;
  evaluation: Evaluation;
  comparable: boolean;
  total: number;
  classNames: string[];
  state: ReturnType<typeof useGalleryState>;
};

/** The videos of an evaluation that pass the filter, and how many they are. */
export function GalleryVideos(props: GalleryVideosProps) {
  const { experimentId, evaluation, comparable, total, classNames, state } = props;
  const trpc = useTRPC();
  const query = useInfiniteQuery(
    trpc.gallery.list.infiniteQueryOptions({ evaluationId: evaluation.id, filter: state.filter }, nextPage),
  );
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const hrefOf = (videoId: string) =>
    `/experiments/${experimentId}/videos/${encodeURIComponent(videoId)}${state.query}`;
  return (
    <DataPanel query={query} what="the videos" skeleton={<Skeleton h={480} />}>
      {({ pages }) => {
        const matching = pages[0]?.total ?? 0;
        return (
          <Stack gap="sm">
            <Summary evaluation={evaluation} matching={matching} total={total} />
            {matching === 0 ? (
              <NothingMatches clear={state.clearFilter} />
            ) : (
              <GalleryGrid
                items={pages.flatMap((page) => page.items)}
                evaluation={evaluation}
                classNames={classNames}
                comparable={comparable}
                hrefOf={hrefOf}
                onNearEnd={() => {
                  if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
                }}
              />
            )}
          </Stack>
        );
      }}
    </DataPanel>
  );
}

function Summary({ evaluation, matching, total }: { evaluation: Evaluation; matching: number; total: number }) {
  return (
    <Group justify="space-between" gap="xs">
      <Text fw={600} role="status">
        {matching} of {total} videos
      </Text>
      <Text size="sm" c="dimmed">
        mAP {formatScore(evaluation.mAP)}
        {evaluation.boxHitRate === null ? '' : ` · boxes on an active object ${formatScore(evaluation.boxHitRate)}`}
        {evaluation.saliency && evaluation.saliency.without > 0 ? ` · ${noSaliencyText(evaluation.saliency)}` : ''}
        {evaluation.oracle ? ' · oracle: reads ground truth' : ''}
      </Text>
    </Group>
  );
}

function NothingMatches({ clear }: { clear: () => void }) {
  return (
    <EmptyState
      icon={<IconFilterOff />}
      title="No video passes this filter"
      action={
        <Button variant="default" onClick={clear}>
          Clear filter
        </Button>
      }
    >
      Choose another class, or show right and wrong, hit and miss, with and without saliency together.
    </EmptyState>
  );
}
