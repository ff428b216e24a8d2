'use client';

import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createTRPCClient, httpBatchLink, httpSubscriptionLink, splitLink } from '@trpc/client';
import { type ReactNode, useState } from 'react';
import superjson from 'superjson';
import type { AppRouter } from '@/server/routers/appRouter';
import { TRPCProvider } from './client';
import { createQueryClient } from './createQueryClient';
import { watchedFetch } from './signedOut';

const url = '/api/trpc';
let browserClient: QueryClient | undefined;

// One cache for the life of the tab; one per request on the server.
function queryClientOf(): QueryClient {
  if (typeof window === 'undefined') return createQueryClient();
  browserClient ??= createQueryClient();
  return browserClient;
}

function createClient() {
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: (operation) => operation.type === 'subscription',
        true: httpSubscriptionLink({ url, transformer: superjson }),
        false: httpBatchLink({ url, transformer: superjson, maxURLLength: 12_000, maxItems: 20, fetch: watchedFetch }),
      }),
    ],
  });
}

/** Gives the pages their API: requests in batches, live events over one SSE connection. */
export function TrpcProvider({ children }: { children: ReactNode }) {
  const queryClient = queryClientOf();
  const [trpcClient] = useState(createClient);
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={trpcClient} queryClient={queryClient}>
        {children}
      </TRPCProvider>
    </QueryClientProvider>
  );
}
