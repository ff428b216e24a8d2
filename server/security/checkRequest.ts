import { uploadAt } from './uploads';

/** What is known of a request before anything is done for it; without `url` it is none of the uploads. */
export type RequestFacts = { method: string; headers: Headers; url?: string };

/** Why a request is refused: an HTTP status and what to do instead. */
export type Refusal = { status: 400 | 403 | 405 | 411 | 413 | 415; message: string };

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);
const json = { type: 'application/json', limit: 1024 * 1024 };

/**
 * The rules of a local-first server; null = go on. Used by the proxy for every route and again inside the API, so that
 * neither depends on the other.
 * - Host must name this machine (DNS rebinding), unless an access token guards the workbench.
 * - Anything that changes something is a same-origin POST of JSON of at most 1 MiB (forged requests of other sites), or one of the
 *   uploads, whose types forms cannot send either.
 * - Requests that a browser sends on behalf of another site reach pages by navigation only, never the API.
 * Clients that are not browsers send neither Origin nor Sec-Fetch-Site and are not a way to forge requests.
 */
export function checkRequest(
  { method, headers, url }: RequestFacts,
  { hasToken }: { hasToken: boolean },
): Refusal | null {
  const host = headers.get('host');
  if (!host) return { status: 400, message: 'The request has no Host header.' };
  if (!hasToken && !isLoopback(host)) {
    const message = `The workbench answers to localhost only, not to ${JSON.stringify(host)}. Set FOVEA_TOKEN to open it to other machines.`;
    return { status: 403, message };
  }
  if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS') return null;
  if (method !== 'POST') return { status: 405, message: `${method} is not used here: changes are POST requests.` };
  return checkOrigin(headers, host) ?? checkBody(headers, uploadAt(url) ?? json);
}

function isLoopback(host: string): boolean {
  const name = host.replace(/:\d{1,5}$/, '').toLowerCase();
  return loopback.has(name);
}

function checkOrigin(headers: Headers, host: string): Refusal | null {
  const refusal: Refusal = { status: 403, message: 'Changes are accepted from the pages of this workbench only.' };
  const site = headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin') return refusal;
  const origin = headers.get('origin');
  if (origin === null) return null;
  return URL.canParse(origin) && new URL(origin).host === host.toLowerCase() ? null : refusal;
}

function checkBody(headers: Headers, { type: wanted, limit }: { type: string; limit: number }): Refusal | null {
  const type = headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== wanted) return { status: 415, message: `Send the body as ${wanted}.` };
  const length = headers.get('content-length');
  if (length === null || !/^\d+$/.test(length)) return { status: 411, message: 'Send a Content-Length.' };
  if (Number(length) > limit) return { status: 413, message: `The body is larger than ${limit / 1024 / 1024} MiB.` };
  return null;
}
