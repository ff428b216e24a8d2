import type { FetchQueryOptions, QueryKey } from '@tanstack/react-query';
import { TRPCError } from '@trpc/server';
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { AppError } from '@/domain/errors';
import { requestContext } from '@/server/requestContext';
import { appRouter } from '@/server/routers/appRouter';
import { createQueryClient } from './createQueryClient';

/** The cache of this request. */
export const getQueryClient = cache(createQueryClient);

/** Query options whose functions call the procedures directly, without HTTP. For pages on the server. */
export const trpc = createTRPCOptionsProxy({ ctx: requestContext, router: appRouter, queryClient: getQueryClient });

/** Fill the cache of this request; a failure is left to the browser, which asks again and shows it. */
export async function prefetch<Data, Failure, Key extends QueryKey>(
  options: FetchQueryOptions<Data, Failure, Data, Key>,
): Promise<void> {
  await getQueryClient().prefetchQuery(options);
}

/**
 * The same where the row may be damaged: then the page is another one, which says so and offers what can be done.
 * @returns `damaged`: which row it is, and what to do
 */
export async function fetchOrDamaged<Data, Failure, Key extends QueryKey>(
  options: FetchQueryOptions<Data, Failure, Data, Key>,
): Promise<{ data: Data; damaged: null } | { data: null; damaged: string }> {
  try {
    return { data: await fetchOrNotFound(options), damaged: null };
  } catch (error) {
    if (error instanceof TRPCError && error.cause instanceof AppError && error.cause.code === 'damaged')
      return { data: null, damaged: error.message };
    throw error;
  }
}

/** Fetch what the page stands or falls with: the 404 page when it does not exist. Throws every other error. */
export async function fetchOrNotFound<Data, Failure, Key extends QueryKey>(
  options: FetchQueryOptions<Data, Failure, Data, Key>,
): Promise<Data> {
  try {
    return await getQueryClient().fetchQuery(options);
  } catch (error) {
    if (!(error instanceof TRPCError)) throw error;
    if (error.code === 'NOT_FOUND' || error.code === 'BAD_REQUEST') notFound();
    // In production only the digest of an error reaches the page that stands in for this one (app/error.tsx).
    const away = error.cause instanceof AppError && error.cause.code === 'database_unreachable';
    throw away ? Object.assign(error, { digest: 'database_unreachable' }) : error;
  }
}
