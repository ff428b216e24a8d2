import { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createEndedSessions } from '@/server/security/endedSessions';
import { createSessions as createSessionsOf, sessionLife } from '@/server/security/sessions';
import { temporaryFolder } from '@/test/support/temporaryFolder';

const token = 'a-token-of-this-workbench';
const createSessions = (secret: string, { file = fileOf(temporaryFolder()), now = Date.now, most = 1000 } = {}) =>
  createSessionsOf(secret, createEndedSessions(file, { life: sessionLife, now, most }), now);
const fileOf = (folder: string) => path.join(folder, 'ended-sessions.json');
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

  it('ends after 30 days, or before for all copies of its cookie', async () => {
    let now = 1e12;
    const sessions = createSessions(token, { now: () => now });
    const cookie = cookieOf(sessions.begin(false));
    now += 29 * 24 * 3600 * 1000;
    const session = sessions.find(cookie);
    expect(session).not.toBeNull();
    await sessions.end(session, false);
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

describe('a session that was ended', () => {
  it('stays so after a restart, in a file for its owner only that holds no id', async () => {
    const file = fileOf(temporaryFolder());
    const before = createSessions(token, { file });
    const [one, two, other] = [1, 2, 3].map(() => cookieOf(before.begin(false)));
    const ids = [one, two].map((cookie) => before.find(cookie));
    await Promise.all(ids.map((session) => before.end(session, false)));
    const after = createSessions(token, { file });
    expect([one, two, other].map((cookie) => after.find(cookie) !== null)).toEqual([false, false, true]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    for (const session of ids) expect(readFileSync(file, 'utf8')).not.toContain(session?.id);
  });

  it('is forgotten when its cookie is worth nothing by itself', async () => {
    const file = fileOf(temporaryFolder());
    let now = 1e12;
    const sessions = createSessions(token, { file, now: () => now });
    const endOne = () => sessions.end(sessions.find(cookieOf(sessions.begin(false))), false);
    await endOne();
    await endOne();
    now += sessionLife * 1000 + 1000;
    await endOne();
    expect(Object.keys(JSON.parse(readFileSync(file, 'utf8')).ended)).toHaveLength(1);
  });

  it('makes room for no other: of too many, the ones that begin no later end with those that are forgotten', async () => {
    const file = fileOf(temporaryFolder());
    let now = 1e12;
    const options = { file, now: () => now, most: 3 };
    const sessions = createSessions(token, options);
    const cookies = Array.from({ length: 6 }, () => {
      now += 1000;
      return cookieOf(sessions.begin(false));
    });
    for (const cookie of cookies.slice(1, 5)) await sessions.end(sessions.find(cookie), false);
    expect(Object.keys(JSON.parse(readFileSync(file, 'utf8')).ended)).toHaveLength(3);
    for (const asked of [sessions, createSessions(token, options)]) {
      expect(cookies.map((cookie) => asked.find(cookie) !== null)).toEqual([false, false, false, false, false, true]);
    }
  });

  it('is not let in again by a file that cannot be read: every session before counts as ended, now and later', async () => {
    const file = fileOf(temporaryFolder());
    let now = 1e12;
    const before = createSessions(token, { file, now: () => now });
    const [ended, other] = [1, 2].map(() => cookieOf(before.begin(false)));
    await before.end(before.find(ended), false);
    writeFileSync(file, readFileSync(file, 'utf8').slice(0, -5));
    now += 1000;
    const after = createSessions(token, { file, now: () => now });
    const fresh = cookieOf(after.begin(false));
    expect([ended, other, fresh].map((cookie) => after.find(cookie) !== null)).toEqual([false, false, true]);
    await expect.poll(() => readFileSync(file, 'utf8')).toContain('"ended":{}}'); // written anew
    const later = createSessions(token, { file, now: () => now });
    expect([ended, other, fresh].map((cookie) => later.find(cookie) !== null)).toEqual([false, false, true]);
  });
});
