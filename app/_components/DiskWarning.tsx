'use client';

import { Alert, Anchor } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTRPC } from '@/app/_trpc/client';
import { spaceWarning } from './spaceWarning';

/** How often the free space is looked at: no row tells of it. */
const everyMs = 60_000;

/** Over every page, as long as the disk of the artifacts is nearly full. */
export function DiskWarning() {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.disk.space.queryOptions(undefined, { refetchInterval: everyMs, retry: false }));
  const text = data ? spaceWarning(data) : null;
  if (text === null) return null;
  return (
    <Alert
      color="orange"
      variant="light"
      radius={0}
      icon={<IconAlertTriangle aria-hidden />}
      title="The disk is nearly full"
    >
      {text} Delete what you do not need, and empty the{' '}
      <Anchor component={Link} href="/bin" inherit underline="always">
        bin
      </Anchor>
      . What takes how much stands on{' '}
      <Anchor component={Link} href="/workers#disk" inherit underline="always">
        Workers
      </Anchor>
      .
    </Alert>
  );
}
