import type { IncomingMessage, ServerResponse } from 'node:http';
import { isBearer, isToken, pastedToken } from '@/server/security/accessToken';
import { isApi } from '@/server/security/checkRequest';
import { createEndedSessions } from '@/server/security/endedSessions';
import { type RequestTarget, readTarget } from '@/server/security/requestTarget';
import { createSessions, sessionLife } from '@/server/security/sessions';
import { answer, refuse } from './answer';
import { loginPage, reloadPage } from './loginPage';

const unauthorised =
  'This workbench asks for its access token: open the link that the start command printed; `npm run link` prints it again. Programs send it as "Authorization: Bearer <token>".';

/**
 * Asks whoever comes for the access token, and remembers in a cookie that it was shown.
 * @param endedFile keeps the sessions that were ended
 */
export function createDoor(token: string, endedFile: string) {
  const sessions = createSessions(token, createEndedSessions(endedFile, { life: sessionLife }));
  /** Answers under way by session: the live channel of an open page ends when its session does. */
  const open = new Map<string, Set<ServerResponse>>();

  const admit = (request: IncomingMessage, response: ServerResponse, to: string) => {
    const cookie = sessions.begin(isSecure(request));
    answer(request, response, { status: 303, message: '', headers: { location: to, 'set-cookie': cookie } });
  };
  const showLogin = (request: IncomingMessage, response: ServerResponse, page: Parameters<typeof loginPage>[0]) => {
    const { html, policy } = loginPage(page);
    const headers = { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy };
    answer(request, response, { status: 401, message: html, headers });
  };

  const logIn = async (request: IncomingMessage, response: ServerResponse) => {
    const form = new URLSearchParams(await textOf(request));
    const next = safeNext(form.get('next'));
    if (isToken(pastedToken(form.get('token') ?? ''), token)) return admit(request, response, next);
    showLogin(request, response, { next, wrong: true });
  };
  const logOut = async (request: IncomingMessage, response: ServerResponse) => {
    const session = sessions.find(request.headers.cookie);
    const cookie = await sessions.end(session, isSecure(request));
    answer(request, response, { status: 303, message: '', headers: { location: '/login', 'set-cookie': cookie } });
    for (const other of open.get(session?.id ?? '') ?? []) other.destroy();
  };
  const keep = (id: string, response: ServerResponse) => {
    const all = open.get(id) ?? new Set();
    open.set(id, all.add(response));
    response.once('close', () => {
      all.delete(response);
      if (all.size === 0) open.delete(id);
    });
  };

  return {
    /** True where the token or the cookie comes along. */
    knows: ({ headers }: IncomingMessage): boolean =>
      isBearer(headers.authorization, token) || sessions.find(headers.cookie) !== null,
    /** Who is let in: by a session of a browser, or as a program (`id` null). @returns null where the request was answered here */
    enter: async (
      request: IncomingMessage,
      response: ServerResponse,
      target: RequestTarget,
    ): Promise<{ id: string | null } | null> => {
      const { method, headers } = request;
      const answered = (_: unknown) => null;
      if (target.path === '/login' && method === 'POST') return answered(await logIn(request, response));
      if (target.path === '/logout' && method === 'POST') return answered(await logOut(request, response));
      const id = sessions.find(headers.cookie)?.id ?? null;
      const query = new URLSearchParams(target.query);
      const given = query.get('token');
      query.delete('token');
      const next =
        target.path === '/login' ? safeNext(query.get('next')) : target.path + (query.size > 0 ? `?${query}` : '');
      if (given !== null && !isApi(target) && isToken(given, token)) return answered(admit(request, response, next));
      const program = isBearer(headers.authorization, token);
      if (program || id !== null) {
        const leave = target.path === '/login' || (given !== null && !isApi(target));
        if (leave)
          return answered(answer(request, response, { status: 303, message: '', headers: { location: next } }));
        if (id !== null) keep(id, response);
        return { id };
      }
      if (isApi(target) || !wantsPage(request))
        return answered(refuse(request, response, { status: 401, message: unauthorised }));
      if (headers['sec-fetch-site'] === 'cross-site') return answered(reload(request, response));
      return answered(showLogin(request, response, { next, wrong: given !== null }));
    },
  };
}

/** Browsers keep the cookie back where another site led here; the same page asked for once more by itself gets it. */
function reload(request: IncomingMessage, response: ServerResponse): void {
  const { html, policy } = reloadPage;
  const headers = { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy };
  answer(request, response, { status: 401, message: html, headers });
}

function wantsPage({ headers }: IncomingMessage): boolean {
  return headers['sec-fetch-mode'] === 'navigate' || (headers.accept ?? '').includes('text/html');
}

/**
 * True where the browser speaks https to a reverse proxy before us. Whoever says so is believed: all it does is to keep the cookie from
 * being sent over plain http.
 */
function isSecure({ headers }: IncomingMessage): boolean {
  const [first = ''] = String(headers['x-forwarded-proto'] ?? '').split(',');
  return first.trim().toLowerCase() === 'https' || /\bproto="?https\b/i.test(headers.forwarded ?? '');
}

function safeNext(next: string | null): string {
  return next !== null && typeof readTarget(next) === 'object' && !/^\/log(in|out)\b/.test(next) ? next : '/';
}

/** A body of a few KiB, whose length was looked at before. */
async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}
