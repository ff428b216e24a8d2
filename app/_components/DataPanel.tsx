'use client';

import { Alert, Button, Skeleton, Stack } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { DamagedAlert } from './DamagedPage';
import { failureText, isDamaged } from './failureText';

type DataPanelProps<Data> = {
  query: Pick<UseQueryResult<Data, { message: string }>, 'data' | 'error' | 'isFetching' | 'refetch'>;
  /** What it is, for messages: "experiments", "this run". */
  what: string;
  /** Keeps the layout while the first answer is on its way; default three lines. */
  skeleton?: ReactNode;
  isEmpty?: (data: Data) => boolean;
  empty?: ReactNode;
  children: (data: Data) => ReactNode;
};

/** One place for the four states of a query: loading, error with remedy, empty, content (kept while it is refreshed). */
export function DataPanel<Data>({ query, what, skeleton, isEmpty, empty, children }: DataPanelProps<Data>) {
  const { data, error, isFetching, refetch } = query;
  if (data !== undefined) {
    if (isEmpty?.(data)) return empty;
    return (
      <>
        {error ? <Failure what={what} message={failureText(error)} busy={isFetching} retry={refetch} stale /> : null}
        {children(data)}
      </>
    );
  }
  if (error && isDamaged(error)) return <DamagedAlert>{error.message}</DamagedAlert>;
  if (error) return <Failure what={what} message={failureText(error)} busy={isFetching} retry={refetch} />;
  return (
    <div aria-busy="true" role="status" aria-label={`Loading ${what}`}>
      {skeleton ?? (
        <Stack gap="sm">
          <Skeleton h={28} />
          <Skeleton h={28} />
          <Skeleton h={28} />
        </Stack>
      )}
    </div>
  );
}

type FailureProps = { what: string; message: string; busy: boolean; retry: () => unknown; stale?: boolean };

function Failure({ what, message, busy, retry, stale = false }: FailureProps) {
  const title = stale ? `Could not refresh ${what}; what you see may be old.` : `Could not load ${what}.`;
  return (
    <Alert color="red" variant="light" icon={<IconAlertTriangle aria-hidden />} title={title} my="sm">
      <Stack align="flex-start" gap="xs">
        {message}
        <Button size="xs" variant="default" loading={busy} onClick={() => retry()}>
          Try again
        </Button>
      </Stack>
    </Alert>
  );
}
