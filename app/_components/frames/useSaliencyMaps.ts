'use client';

import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { watchedFetch } from '@/app/_trpc/signedOut';

/** Saliency maps of one video of an evaluation, uint8 (clips x side x side). Null: the row has none. */
export function useSaliencyMaps(
  of: { evaluationId: string; position: number } | null,
): UseQueryResult<Uint8Array, Error> {
  return useQuery({
    queryKey: ['maps', of?.evaluationId, of?.position],
    queryFn: ({ signal }) => loadBytes(`/api/evaluations/${of?.evaluationId}/maps/${of?.position}`, signal),
    enabled: of !== null,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    structuralSharing: false,
  });
}

async function loadBytes(url: string, signal: AbortSignal): Promise<Uint8Array> {
  // Pictures wait for the API: a browser opens six connections to a host.
  const response = await watchedFetch(url, { signal, priority: 'low' });
  if (!response.ok) throw new Error(await response.text());
  return new Uint8Array(await response.arrayBuffer());
}
