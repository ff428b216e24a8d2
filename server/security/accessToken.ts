import { createHash, timingSafeEqual } from 'node:crypto';

/** True when a request carries the token as `Authorization: Bearer`. */
export function isBearer(authorization: string | undefined, token: string): boolean {
  return isToken(/^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1], token);
}

/** Comparison in constant time. */
export function isToken(given: string | null | undefined, token: string): boolean {
  if (given === null || given === undefined) return false;
  return timingSafeEqual(digest(given), digest(token));
}

/** What a person pasted: the token itself, or a link that carries it. */
export function pastedToken(text: string): string {
  const pasted = text.trim();
  if (!URL.canParse(pasted)) return pasted;
  return new URL(pasted).searchParams.get('token') ?? pasted;
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
