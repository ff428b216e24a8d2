import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import {
  type AllowedHosts,
  checkOrigin,
  checkRequest,
  type Refusal,
  type RequestFacts,
} from '@/server/security/checkRequest';
import { contentSecurityPolicy } from '@/server/security/contentSecurityPolicy';
import { readTarget } from '@/server/security/requestTarget';
import { refuse, refuseSocket } from './answer';
import { createDoor } from './door';

export type FrontOptions = {
  hosts: AllowedHosts;
  /** null: whoever reaches the port is let in */
  token: string | null;
  /** Keeps the sessions of browsers that were ended before their time. */
  endedSessions: string;
  /** What answers the requests that are let in. */
  handler: RequestListener;
  /** What tells open pages that code was saved, in development only: the one socket there is. False: nobody took it. */
  hotReload?: (request: IncomingMessage, socket: Duplex, head: Buffer) => boolean;
};

const hotReloadPath = '/_next/hmr';

/** Requests are as long as the query of a batch, and cookies of every port of this host come along. */
const maxHeaderSize = 64 * 1024;
const timeouts = { headersTimeout: 10_000, requestTimeout: 300_000, connectionsCheckingInterval: 2000 };
const settings = { maxHeaderSize, ...timeouts, requireHostHeader: false }; // what is missing is said by checkRequest

/**
 * The only way into the workbench: looks at the head of every request, refuses in one line what is not for us before anything of its
 * body is held, asks for the access token, and hands the rest on with a nonce for its page.
 */
export function createFront({ hosts, token, endedSessions, handler, hotReload }: FrontOptions): Server {
  const door = token === null ? null : createDoor(token, endedSessions);

  const enter = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const facts = factsOf(request, hosts);
    if ('status' in facts) return refuse(request, response, facts);
    const session = door ? await door.enter(request, response, facts.target) : { id: null };
    if (session === null) return; // answered
    if (request.headers.expect) response.writeContinue();
    const page = !facts.target.path.startsWith('/api/');
    prepare(request, response, { page, signedIn: session.id !== null, development: hotReload !== undefined });
    handler(request, response);
  };
  const listener: RequestListener = (request, response) => {
    enter(request, response).catch((error) => {
      // The sender went away in the middle of its request, or sent something else than it said.
      if (!response.headersSent) refuse(request, response, { status: 400, message: 'The request could not be read.' });
      response.destroy(error);
    });
  };

  const server = createServer(settings, listener);
  server.on('checkContinue', listener);
  server.on('connect', (_request, socket) => {
    refuseSocket(socket, { status: 405, message: 'CONNECT is not used here.' });
  });
  server.on('upgrade', (request, socket, head) => {
    const facts = factsOf(request, hosts);
    if (hotReload && !('status' in facts) && facts.target.path === hotReloadPath) {
      const refusal = checkOrigin(facts.headers, facts.headers.host ?? '');
      const known = door === null || door.knows(request);
      if (!refusal && known && hotReload(request, socket, head)) return;
      return refuseSocket(
        socket,
        refusal ?? { status: 401, message: 'Open a page of the workbench with its link first.' },
      );
    }
    const nothing: Refusal = { status: 400, message: 'Nothing here speaks another protocol than HTTP/1.1.' };
    refuseSocket(socket, 'status' in facts ? facts : nothing);
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => refuseSocket(socket, brokenRequest(error)));
  return server;
}

function factsOf(request: IncomingMessage, hosts: AllowedHosts): RequestFacts | Refusal {
  const target = readTarget(request.url);
  if (typeof target === 'string') return { status: 400, message: target };
  const named = request.rawHeaders.filter((name, k) => k % 2 === 0 && name.toLowerCase() === 'host');
  if (named.length > 1) return { status: 400, message: 'The request has several Host headers.' };
  const facts: RequestFacts = { method: request.method ?? '', target, headers: request.headers };
  return checkRequest(facts, hosts) ?? facts;
}

/** What the request says of itself beyond its due is not handed on; every page gets a policy with a nonce of its own. */
function prepare(
  request: IncomingMessage,
  response: ServerResponse,
  { page, signedIn, development }: { page: boolean; signedIn: boolean; development: boolean },
): void {
  const { headers } = request;
  for (const name of Object.keys(headers))
    if (/^(x-|authorization$|content-security-policy)/.test(name)) delete headers[name];
  if (!page) return;
  const nonce = crypto.randomUUID();
  headers['x-nonce'] = nonce;
  if (signedIn) headers['x-signed-in'] = '1';
  headers['content-security-policy'] = contentSecurityPolicy(nonce, { development });
  response.setHeader('content-security-policy', headers['content-security-policy']);
}

function brokenRequest({ code }: NodeJS.ErrnoException): Refusal {
  if (code === 'HPE_HEADER_OVERFLOW') return { status: 431, message: 'The head of the request is too long.' };
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return { status: 408, message: 'The request did not arrive in time.' };
  return { status: 400, message: 'This is no HTTP request.' };
}
