import type { IncomingHttpHeaders } from 'node:http';
import { isLoopback } from '@/domain/isLoopback';
import { type Body, bodyAt } from './bodies';
import type { RequestTarget } from './requestTarget';

/** What is known of a request before its body is looked at. */
export type RequestFacts = { method: string; target: RequestTarget; headers: IncomingHttpHeaders };

/** Why a request is refused: an HTTP status and what to do instead, in one line. */
export type Refusal = { status: 400 | 401 | 403 | 404 | 405 | 408 | 411 | 413 | 415 | 431; message: string };

/** The names by which the workbench may be asked for: those of this machine, some more, or any. */
export type AllowedHosts = 'any' | ReadonlySet<string>;

const loopback = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Which names count (DNS rebinding): on loopback those of loopback and the ones that were allowed, e.g. that of a reverse proxy;
 * elsewhere nobody knows by what names others call this machine, and the access token stands guard.
 */
export function allowedHosts({ host, more }: { host: string; more: readonly string[] }): AllowedHosts {
  const own = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
  if (!isLoopback(own.replace(/^\[|\]$/g, '')) && more.length === 0) return 'any';
  return new Set([...loopback, own, ...more].map((name) => name.toLowerCase()));
}

/**
 * The rules of a local-first server; null = go on. They hold for every request, and nothing of its body is read before.
 * - Host is a name of ours.
 * - Only GET, HEAD and POST.
 * - Requests that a browser sends on behalf of another site reach pages by navigation only, never the API, its events or files.
 * - Anything that changes something is a same-origin POST of the type and size that its address takes (forged requests).
 * Clients that are not browsers send neither Origin nor Sec-Fetch-Site and are not a way to forge requests.
 */
export function checkRequest({ method, target, headers }: RequestFacts, hosts: AllowedHosts): Refusal | null {
  const { host } = headers;
  if (!host) return { status: 400, message: 'The request has no Host header.' };
  if (!isAllowed(host, hosts)) {
    const message = `The workbench answers to localhost only, not to ${JSON.stringify(host.slice(0, 100))}. Name it in FOVEA_ALLOWED_HOSTS if it is yours.`;
    return { status: 403, message };
  }
  if (method === 'GET' || method === 'HEAD') return checkRead(target, headers);
  if (method !== 'POST') return { status: 405, message: `${method} is not used here: changes are POST requests.` };
  const body = bodyAt(target.path);
  if (!body) return { status: 405, message: 'Nothing is sent to this address.' };
  return checkOrigin(headers, host) ?? checkBody(headers, body);
}

/** True for addresses of the API: answers are for programs, not for people. */
export const isApi = ({ path }: RequestTarget) => /^\/api(\/|$)/.test(decodeURIComponent(path));

function isAllowed(host: string, hosts: AllowedHosts): boolean {
  const name = /^((?:[\w.-]+)|\[[\da-f:.]+\])(?::\d{1,5})?$/i.exec(host)?.[1];
  return name !== undefined && (hosts === 'any' || hosts.has(name.toLowerCase()));
}

function checkRead(target: RequestTarget, headers: IncomingHttpHeaders): Refusal | null {
  if (headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0')
    return { status: 400, message: 'Questions have no body.' };
  const site = headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin' || site === 'none') return null;
  const follows = headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
  if (follows && !isApi(target)) return null;
  return { status: 403, message: 'Other sites may link to pages of this workbench, and nothing else.' };
}

/** Whether a browser sends this on behalf of a page of ours; `host` is what the request says. */
export function checkOrigin(headers: IncomingHttpHeaders, host: string): Refusal | null {
  const refusal: Refusal = { status: 403, message: 'Changes are accepted from the pages of this workbench only.' };
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin') return refusal;
  const { origin } = headers;
  if (origin === undefined) return null;
  return URL.canParse(origin) && new URL(origin).host === hostOf(host, origin) ? null : refusal;
}

/** Host as an origin of the same scheme spells it: small letters, without the port that goes without saying. */
function hostOf(host: string, origin: string): string {
  const url = `${new URL(origin).protocol}//${host}`;
  return URL.canParse(url) ? new URL(url).host : '';
}

function checkBody(headers: IncomingHttpHeaders, { type: wanted, limit }: Body): Refusal | null {
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (type !== wanted) return { status: 415, message: `Send the body as ${wanted}.` };
  const length = headers['content-length'];
  if (length === undefined || !/^\d{1,15}$/.test(length)) return { status: 411, message: 'Send a Content-Length.' };
  if (Number(length) > limit) return { status: 413, message: `The body is larger than ${limit / 1024} KiB.` };
  return null;
}
