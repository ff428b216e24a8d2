/** What is known of a request before anything is done for it. */
export type RequestFacts = { method: string; headers: Headers };

/** Why a request is refused: an HTTP status and what to do instead. */
export type Refusal = { status: 400 | 403 | 405 | 411 | 413 | 415; message: string };

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);
const bodyLimit = 1024 * 1024;

/**
 * The rules of a local-first server; null = go on. Used by the proxy for every route and again inside the API, so that
 * neither depends on the other.
 * - Host must name this machine (DNS rebinding), unless an access token guards the workbench.
 * - Anything that changes something is a same-origin POST of JSON of at most 1 MiB (forged requests of other sites).
 * - Requests that a browser sends on behalf of another site reach pages by navigation only, never the API.
 * Clients that are not browsers send neither Origin nor Sec-Fetch-Site and are not a way to forge requests.
 */
export function checkRequest({ method, headers }: RequestFacts, { hasToken }: { hasToken: boolean }): Refusal | null {
  const host = headers.get('host');
  if (!host) return { status: 400, message: 'The request has no Host header.' };
  if (!hasToken && !isLoopback(host)) {
    const message = `The workbench answers to localhost only, not to ${JSON.stringify(host)}. Set FOVEA_TOKEN to open it to other machines.`;
    return { status: 403, message };
  }
  if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS') return null;
  if (method !== 'POST') return { status: 405, message: `${method} is not used here: changes are POST requests.` };
  return checkOrigin(headers, host) ?? checkBody(headers);
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

function checkBody(headers: Headers): Refusal | null {
  const type = headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') return { status: 415, message: 'Send the body as application/json.' };
  const length = headers.get('content-length');
  if (length === null || !/^\d+$/.test(length)) return { status: 411, message: 'Send a Content-Length.' };
  if (Number(length) > bodyLimit) return { status: 413, message: 'The body is larger than 1 MiB.' };
  return null;
}
