import { defaultShouldDehydrateQuery, QueryClient } from '@tanstack/react-query';
import superjson from 'superjson';
import { isAway } from '@/app/_components/failureText';

const awayMs = 3000;

/** Settings of browser and server: data stays fresh until a live event says otherwise. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        ...{ staleTime: 60_000, refetchOnWindowFocus: false },
        retry: typeof window === 'undefined' ? false : 1,
        // While the server or its database is away, what could not be had is asked for until it comes.
        refetchInterval: ({ state }) => (isAway(state.error) ? awayMs : false),
      },
      dehydrate: { serializeData: superjson.serialize, shouldDehydrateQuery: defaultShouldDehydrateQuery },
      hydrate: { deserializeData: superjson.deserialize },
    },
  });
}
