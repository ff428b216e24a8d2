import { createTRPCClient, httpLink } from '@trpc/client';
import superjson from 'superjson';
import type { AppRouter } from '@/server/routers/appRouter';

/** The API of a running workbench, with the access token where one is set. */
export function createApiClient(url: string, token = process.env.FOVEA_TOKEN) {
  const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
  return createTRPCClient<AppRouter>({
    links: [httpLink({ url: `${new URL(url).origin}/api/trpc`, transformer: superjson, headers })],
  });
}

export type ApiClient = ReturnType<typeof createApiClient>;
