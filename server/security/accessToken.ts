import { createHash, timingSafeEqual } from 'node:crypto';

/** Holds the token after it was exchanged; HttpOnly and SameSite=Strict. */
export const tokenCookie = 'fovea_token';

/** True when no token is asked for, or the request carries it as cookie or as `Authorization: Bearer`. */
export function carriesToken(headers: Headers, token: string | undefined): boolean {
  if (token === undefined) return true;
  const bearer = headers.get('authorization')?.match(/^Bearer (.+)$/)?.[1];
  return isToken(bearer, token) || isToken(cookie(headers, tokenCookie), token);
}

/** Comparison in constant time. */
export function isToken(given: string | null | undefined, token: string): boolean {
  if (given === null || given === undefined) return false;
  return timingSafeEqual(digest(given), digest(token));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function cookie(headers: Headers, name: string): string | null {
  for (const part of headers.get('cookie')?.split(';') ?? []) {
    const [key, ...value] = part.trim().split('=');
    if (key === name) return decode(value.join('='));
  }
  return null;
}

function decode(value: string): string | null {
  try {
    return decodeURIComponent(value);
  } catch {
    return null;
  }
}
