import { carriesToken } from './accessToken';
import { checkRequest, type Refusal, type RequestFacts } from './checkRequest';

const unauthorised = 'This workbench asks for its access token: open the link that the start command printed.';

/** All rules for one request; null = go on. Throws nothing. */
export function authorizeRequest(
  request: RequestFacts,
  token: string | undefined,
): Refusal | { status: 401; message: string } | null {
  const refusal = checkRequest(request, { hasToken: token !== undefined });
  if (refusal) return refusal;
  return carriesToken(request.headers, token) ? null : { status: 401, message: unauthorised };
}
