'use client';

import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { watchedFetch } from '@/app/_trpc/signedOut';

/** A picture by the id of its artifact, decoded once and shared by everything that draws it. Null: nothing to load. */
export function useBitmap(artifactId: string | null): UseQueryResult<ImageBitmap, Error> {
  return useQuery({
    queryKey: ['bitmap', artifactId],
    queryFn: ({ signal }) => loadBitmap(`/api/artifacts/${artifactId}`, signal),
    enabled: artifactId !== null,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    structuralSharing: false,
  });
}

async function loadBitmap(url: string, signal: AbortSignal): Promise<ImageBitmap> {
  // Pictures wait for the API: a browser opens six connections to a host.
  const response = await watchedFetch(url, { signal, priority: 'low' });
  if (!response.ok) throw new Error(await response.text());
  return createImageBitmap(await response.blob());
}
