import { describe, expect, it } from 'vitest';
import { tokenCookie } from '@/server/security/accessToken';
import { authorizeRequest } from '@/server/security/authorizeRequest';

const token = 'a-token=with; odd-characters';
const ask = (headers: Record<string, string>) =>
  authorizeRequest({ method: 'GET', headers: new Headers({ host: 'gpu7.lab', ...headers }) }, token)?.status ??
  'allowed';

describe('the access token', () => {
  it('opens the workbench as a cookie', () => {
    expect(ask({ cookie: `theme=dark; ${tokenCookie}=${encodeURIComponent(token)}` })).toBe('allowed');
  });

  it('opens the workbench as a bearer', () => {
    expect(ask({ authorization: `Bearer ${token}` })).toBe('allowed');
  });

  it.each<Record<string, string>>([
    {},
    { cookie: `${tokenCookie}=wrong` },
    { cookie: `${tokenCookie}=` },
    { cookie: `${tokenCookie}=%E0%A4%A` },
    { cookie: `x${tokenCookie}=${encodeURIComponent(token)}` },
    { authorization: `Basic ${token}` },
    { authorization: 'Bearer ' },
  ])('keeps it closed for %j', (headers) => {
    expect(ask(headers)).toBe(401);
  });

  it('is not asked for where none is set', () => {
    expect(authorizeRequest({ method: 'GET', headers: new Headers({ host: 'localhost' }) }, undefined)).toBeNull();
  });
});
