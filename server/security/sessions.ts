import { createHmac, randomBytes } from 'node:crypto';
import { isToken } from './accessToken';
import type { EndedSessions, Session } from './endedSessions';

/** Life of a session [s]. */
export const sessionLife = 30 * 24 * 3600;

/**
 * Who has shown the token gets a cookie that stands for it without holding it: a random id and the end of its life, signed with the
 * token. It outlives restarts, and all end when the token changes. Its name depends on the token, because browsers send the cookies of
 * a host to all of its ports, where another workbench may listen.
 */
export function createSessions(token: string, ended: EndedSessions, now: () => number = Date.now) {
  const sign = (text: string) => createHmac('sha256', token).update(`fovea session ${text}`).digest('base64url');
  const name = `fovea_${createHmac('sha256', token).update('fovea cookie name').digest('hex').slice(0, 12)}`;
  const cookie = (value: string, { seconds, secure }: { seconds: number; secure: boolean }) =>
    `${name}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`;

  return {
    /** Value of a Set-Cookie header. `secure`: the browser speaks https. */
    begin: (secure: boolean) => {
      const text = `${randomBytes(16).toString('base64url')}.${Math.floor(now() / 1000) + sessionLife}`;
      return cookie(`${text}.${sign(text)}`, { seconds: sessionLife, secure });
    },
    /** The session that the Cookie header of a request shows; null where it shows none that counts. */
    find: (header: string | undefined): Session | null => {
      for (const part of header?.split(';') ?? []) {
        const [key, value = ''] = part.trim().split('=');
        const [id = '', until = '', signature = ''] = key === name ? value.split('.') : [];
        if (!isToken(signature, sign(`${id}.${until}`))) continue;
        const session = { id, until: Number(until) };
        if (session.until * 1000 > now() && !ended.has(session)) return session;
      }
      return null;
    },
    /** Ends a session for every copy of its cookie, for good. @returns value of a Set-Cookie header that takes the cookie away */
    end: async (session: Session | null, secure: boolean) => {
      if (session) await ended.add(session);
      return cookie('', { seconds: 0, secure });
    },
  };
}

export type Sessions = ReturnType<typeof createSessions>;
