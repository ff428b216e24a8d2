import { env } from '@/server/env';
import { authorizeRequest } from './authorizeRequest';

/** For routes of bytes: the answer to a request that is not for us, null = go on. Not left to the proxy alone. */
export function refuseRequest(request: Request): Response | null {
  const refusal = authorizeRequest(request, env().FOVEA_TOKEN);
  return refusal && new Response(refusal.message, { status: refusal.status });
}
