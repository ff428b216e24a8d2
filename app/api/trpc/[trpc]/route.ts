import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { artifactsRoot } from '@/server/artifacts/artifactsRoot';
import { db } from '@/server/db';
import { appRouter } from '@/server/routers/appRouter';

async function handler(request: Request): Promise<Response> {
  return fetchRequestHandler({
    endpoint: '/api/trpc',
    req: request,
    router: appRouter,
    maxBatchSize: 20,
    createContext: () => ({ db: db(), artifacts: artifactsRoot() }),
  });
}

export { handler as GET, handler as POST };
