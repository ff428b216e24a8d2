import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { requestContext } from '@/server/requestContext';
import { appRouter } from '@/server/routers/appRouter';

async function handler(request: Request): Promise<Response> {
  return fetchRequestHandler({
    endpoint: '/api/trpc',
    req: request,
    router: appRouter,
    maxBatchSize: 20,
    createContext: requestContext,
  });
}

export { handler as GET, handler as POST };
