import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { db } from '@/server/db';
import { env } from '@/server/env';
import { appRouter } from '@/server/routers/appRouter';
import { authorizeRequest } from '@/server/security/authorizeRequest';

async function handler(request: Request): Promise<Response> {
  const refusal = authorizeRequest(request, env().FOVEA_TOKEN);
  if (refusal) return Response.json({ error: { message: refusal.message } }, { status: refusal.status });
  return fetchRequestHandler({
    endpoint: '/api/trpc',
    req: request,
    router: appRouter,
    maxBatchSize: 20,
    createContext: () => ({ db: db(), headers: request.headers }),
  });
}

export { handler as GET, handler as POST };
