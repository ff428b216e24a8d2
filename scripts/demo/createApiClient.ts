import { createTRPCClient, httpLink } from '@trpc/client';
import superjson from 'superjson';
import type { AppRouter } from '@/server/routers/appRouter';

/** The API of a running workbench. @param link its address, with `?token=` where it asks for a token */
export function createApiClient(link: string) {
  const { origin, searchParams } = new URL(link);
  const token = searchParams.get('token');
  const headers: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` };
  return createTRPCClient<AppRouter>({
    links: [httpLink({ url: `${origin}/api/trpc`, transformer: superjson, headers })],
  });
}

export type ApiClient = ReturnType<typeof createApiClient>;
