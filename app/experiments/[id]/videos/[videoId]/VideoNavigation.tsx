'use client';

import { Group, Text } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { LinkButton } from '@/app/_components/LinkButton';
import { useTRPC } from '@/app/_trpc/client';
import type { GalleryFilter } from '@/domain/galleryFilter';
import { isTyping } from '../keyTargets';

type VideoNavigationProps = {
  evaluationId: string;
  videoId: string;
  filter: GalleryFilter;
  hrefOf: (videoId: string) => string;
};

/** To the videos before and after this one in the filtered gallery; keys k and j. */
export function VideoNavigation({ evaluationId, videoId, filter, hrefOf }: VideoNavigationProps) {
  const trpc = useTRPC();
  const router = useRouter();
  const { data } = useQuery(trpc.gallery.neighbours.queryOptions({ evaluationId, videoId, filter }));
  const go = (target: string | null | undefined) => {
    if (target) router.push(hrefOf(target));
  };
  useHotkeys(
    [
      ['j', (event) => isTyping(event) || go(data?.next), { preventDefault: false }],
      ['k', (event) => isTyping(event) || go(data?.previous), { preventDefault: false }],
    ],
    [],
  );
  return (
    <Group gap="xs" component="nav" aria-label="Videos of the gallery">
      <Text size="sm" c="dimmed">
        {data ? placeOf(data) : ' '}
      </Text>
      <Step
        href={data?.previous ? hrefOf(data.previous) : null}
        label="Previous video"
        icon={<IconChevronLeft size={16} aria-hidden />}
      />
      <Step
        href={data?.next ? hrefOf(data.next) : null}
        label="Next video"
        icon={<IconChevronRight size={16} aria-hidden />}
      />
    </Group>
  );
}

function placeOf({ place, matching }: { place: number | null; matching: number }): string {
  return place === null ? `not among the ${matching} filtered videos` : `${place} of ${matching}`;
}

function Step({ href, label, icon }: { href: string | null; label: string; icon: React.ReactNode }) {
  return (
    <LinkButton href={href ?? ''} variant="default" size="sm" px={10} disabled={href === null} aria-label={label}>
      {icon}
    </LinkButton>
  );
}
