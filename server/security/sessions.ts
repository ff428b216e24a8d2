import { createHmac, randomBytes } from 'node:crypto';
import { isToken } from './accessToken';

const lifeSeconds = 30 * 24 * 3600;

/**
 * Who has shown the token gets a cookie that stands for it without holding it: a random id and the end of its life, signed with the
 * token. It outlives restarts, and all end when the token changes. Its name depends on the token, because browsers send the cookies of
 * a host to all of its ports, where another workbench may listen.
 */
export function createSessions(token: string, now: () => number = Date.now) {
  const sign = (text: string) => createHmac('sha256', token).update(`fovea session ${text}`).digest('base64url');
  const name = `fovea_${createHmac('sha256', token).update('fovea cookie name').digest('hex').slice(0, 12)}`;
  const ended = new Map<string, number>();
  const cookie = (value: string, { seconds, secure }: { seconds: number; secure: boolean }) =>
    `${name}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`;

  return {
    /** Value of a Set-Cookie header. `secure`: the browser speaks https. */
    begin: (secure: boolean) => {
      const text = `${randomBytes(16).toString('base64url')}.${Math.floor(now() / 1000) + lifeSeconds}`;
      return cookie(`${text}.${sign(text)}`, { seconds: lifeSeconds, secure });
    },
    /** Id of the session that the Cookie header of a request shows; null where it shows none that counts. */
    find: (header: string | undefined) => {
      for (const part of header?.split(';') ?? []) {
        const [key, value = ''] = part.trim().split('=');
        const [id = '', until = '', signature = ''] = key === name ? value.split('.') : [];
        if (!isToken(signature, sign(`${id}.${until}`))) continue;
        if (Number(until) * 1000 > now() && !ended.has(id)) return id;
      }
      return null;
    },
    /** Ends a session for every copy of its cookie. @returns value of a Set-Cookie header that takes the cookie away */
    end: (id: string | null, secure: boolean) => {
      for (const [old, until] of ended) if (until < now()) ended.delete(old);
      if (id !== null) ended.set(id, now() + lifeSeconds * 1000);
      return cookie('', { seconds: 0, secure });
    },
  };
}

export type Sessions = ReturnType<typeof createSessions>;
