import { describe, expect, it } from 'vitest';
import { checkRequest } from '@/server/security/checkRequest';

const local = { hasToken: false };
const check = (method: string, headers: Record<string, string>, policy = local) =>
  checkRequest({ method, headers: new Headers(headers) }, policy)?.status ?? 'allowed';

const post = {
  host: 'localhost:3000',
  origin: 'http://localhost:3000',
  'sec-fetch-site': 'same-origin',
  'content-type': 'application/json',
  'content-length': '2',
};

describe('the rules of a request', () => {
  it.each(['localhost', 'localhost:3000', 'LOCALHOST:80', '127.0.0.1:41234', '[::1]', '[::1]:3000'])(
    'lets a page be read by way of %s',
    (host) => expect(check('GET', { host })).toBe('allowed'),
  );

  it.each([
    'evil.example',
    'evil.example:3000',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'localhost:3000@evil.example',
    '127.0.0.2',
    '192.168.0.5:3000',
    '0.0.0.0:3000',
    '[::ffff:127.0.0.1]',
    'localhost:',
    'localhost:123456',
  ])('refuses a page asked for by way of %s, as a rebound name would', (host) => {
    expect(check('GET', { host })).toBe(403);
  });

  it('refuses a request without a Host header', () => {
    expect(check('GET', {})).toBe(400);
  });

  it('answers to any name where an access token guards it', () => {
    expect(check('GET', { host: 'gpu7.lab' }, { hasToken: true })).toBe('allowed');
  });

  it('accepts a change that a page of its own sends as JSON', () => {
    expect(check('POST', post)).toBe('allowed');
    expect(check('POST', { ...post, 'content-type': 'application/json; charset=utf-8' })).toBe('allowed');
  });

  it('accepts a change of a client that is no browser', () => {
    const { origin: _, 'sec-fetch-site': __, ...plain } = post;
    expect(check('POST', plain)).toBe('allowed');
  });

  it.each(['cross-site', 'same-site', 'none'])('refuses a change that a browser calls %s', (site) => {
    expect(check('POST', { ...post, 'sec-fetch-site': site })).toBe(403);
  });

  it.each(['https://evil.example', 'http://localhost:4000', 'null', 'localhost:3000', ''])(
    'refuses a change that comes from the origin "%s"',
    (origin) => expect(check('POST', { ...post, origin })).toBe(403),
  );

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/jsonp'])(
    'refuses a body of type %s, which a form of another site could send',
    (type) => expect(check('POST', { ...post, 'content-type': type })).toBe(415),
  );

  it('refuses a body of unknown or excessive size', () => {
    const { 'content-length': _, ...unknown } = post;
    expect(check('POST', unknown)).toBe(411);
    expect(check('POST', { ...post, 'content-length': '-1' })).toBe(411);
    expect(check('POST', { ...post, 'content-length': '1048577' })).toBe(413);
    expect(check('POST', { ...post, 'content-length': '1048576' })).toBe('allowed');
  });

  it('takes scores of others at their own address only, as a type that no form can send, up to 64 MiB', () => {
    const scores = { ...post, 'content-type': 'text/tab-separated-values', 'content-length': '67108864' };
    const at = (path: string, headers: Record<string, string>) => {
      const url = `http://localhost:3000${path}`;
      return checkRequest({ method: 'POST', headers: new Headers(headers), url }, local)?.status ?? 'allowed';
    };
    const address = '/api/experiments/01890000-0000-7000-8000-000000000000/submissions';
    expect(at(`${address}?name=x`, scores)).toBe('allowed');
    expect(at(address, { ...scores, 'content-length': '67108865' })).toBe(413);
    expect(at(address, post)).toBe(415);
    expect(at(address, { ...scores, 'content-type': 'text/plain' })).toBe(415);
    expect(at(address, { ...scores, origin: 'https://evil.example' })).toBe(403);
    expect(at(address, { ...scores, 'sec-fetch-site': 'cross-site' })).toBe(403);
    for (const path of [
      '/api/trpc/run.cancel',
      `${address}/`,
      `${address}/x`,
      `/x${address}`,
      '/api/experiments/submissions',
    ])
      expect(at(path, scores)).toBe(415);
    expect(check('POST', scores)).toBe(415);
  });

  it.each(['PUT', 'PATCH', 'DELETE', 'TRACE'])('has no use for %s', (method) => {
    expect(check(method, post)).toBe(405);
  });
});
