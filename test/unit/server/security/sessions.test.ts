import { describe, expect, it } from 'vitest';
import { createSessions } from '@/server/security/sessions';

const token = 'a-token-of-this-workbench';
const cookieOf = (header: string) => header.split(';')[0]!;

describe('a session', () => {
  it('is known by its cookie, among others, and the cookie does not hold the token', () => {
    const sessions = createSessions(token);
    const cookie = cookieOf(sessions.begin(false));
    expect(sessions.find(`theme=dark; ${cookie}; x=y`)).not.toBeNull();
    expect(cookie).not.toContain(token);
    expect(cookieOf(sessions.begin(false))).not.toBe(cookie);
  });

  it('outlives a restart, and ends with the token', () => {
    const cookie = cookieOf(createSessions(token).begin(false));
    expect(createSessions(token).find(cookie)).not.toBeNull();
    expect(createSessions('the-token-that-came-after').find(cookie)).toBeNull();
  });

  it('has a cookie of another name in every workbench, so that two on one host do not overwrite each other', () => {
    const [one, two] = [createSessions(token), createSessions('the-token-of-a-neighbour')];
    const jar = `${cookieOf(one.begin(false))}; ${cookieOf(two.begin(false))}`;
    expect(one.find(jar)).not.toBeNull();
    expect(two.find(jar)).not.toBeNull();
  });

  it('ends after 30 days, or before for all copies of its cookie', () => {
    let now = 1e12;
    const sessions = createSessions(token, () => now);
    const cookie = cookieOf(sessions.begin(false));
    now += 29 * 24 * 3600 * 1000;
    const id = sessions.find(cookie);
    expect(id).not.toBeNull();
    sessions.end(id, false);
    expect(sessions.find(cookie)).toBeNull();
    const other = cookieOf(sessions.begin(false));
    now += 30 * 24 * 3600 * 1000 + 1;
    expect(sessions.find(other)).toBeNull();
  });

  it('is not believed with a changed life, id or signature, or none', () => {
    const sessions = createSessions(token);
    const [name, value = ''] = cookieOf(sessions.begin(false)).split('=');
    const [id, until, signature] = value.split('.');
    for (const forged of [
      `${id}.${Number(until) + 1}.${signature}`,
      `x${id}.${until}.${signature}`,
      `${id}.${until}.`,
      `${id}.${until}`,
      token,
      '',
    ])
      expect(sessions.find(`${name}=${forged}`)).toBeNull();
    expect(sessions.find(`x${name}=${value}`)).toBeNull();
    expect(sessions.find(undefined)).toBeNull();
  });
});
