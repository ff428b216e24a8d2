import { type NextRequest, NextResponse } from 'next/server';
import { env } from '@/server/env';
import { isToken, tokenCookie } from '@/server/security/accessToken';
import { authorizeRequest } from '@/server/security/authorizeRequest';
import { contentSecurityPolicy } from '@/server/security/contentSecurityPolicy';

/** Runs before every route, static files included: refuses what is not for us, gives every page its nonce. */
export function proxy(request: NextRequest): NextResponse {
  const token = env().FOVEA_TOKEN;
  const entered = exchangeToken(request, token);
  if (entered) return entered;
  const refusal = authorizeRequest(request, token);
  if (refusal) return new NextResponse(refusal.message, { status: refusal.status });

  const nonce = crypto.randomUUID();
  const policy = contentSecurityPolicy({ nonce, development: env().NODE_ENV === 'development' });
  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  headers.set('content-security-policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  return response;
}

/** `?token=…` becomes a cookie that scripts cannot read, and leaves the address bar. */
function exchangeToken(request: NextRequest, token: string | undefined): NextResponse | null {
  const given = request.nextUrl.searchParams.get('token');
  if (token === undefined || request.method !== 'GET' || !isToken(given, token)) return null;
  const url = new URL(request.nextUrl);
  url.searchParams.delete('token');
  const location = `${url.pathname.replace(/^\/+/, '/')}${url.search}`;
  const response = new NextResponse(null, { status: 303, headers: { location } });
  response.cookies.set(tokenCookie, token, { httpOnly: true, sameSite: 'strict', path: '/' });
  return response;
}
