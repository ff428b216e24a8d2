import { NextRequest } from 'next/server';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { tokenCookie } from '@/server/security/accessToken';

const token = 'a token of many letters';
const ask = async (url: string, headers: Record<string, string> = {}, environment: Record<string, string> = {}) => {
  vi.resetModules();
  vi.unstubAllEnvs();
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  const { proxy } = await import('@/proxy');
  return proxy(new NextRequest(`http://localhost:3000${url}`, { headers: { host: 'localhost:3000', ...headers } }));
};

beforeAll(() => {
  process.env.DATABASE_URL ??= 'postgresql://nobody@127.0.0.1:1/none';
});

describe('the proxy before every route', () => {
  it('lets a request pass with a policy whose nonce changes every time', async () => {
    const nonces = new Set<string>();
    for (let k = 0; k < 3; k++) {
      const response = await ask('/');
      const policy = response.headers.get('content-security-policy') ?? '';
      const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
      expect(response.headers.get('x-middleware-request-x-nonce')).toBe(nonce);
      nonces.add(nonce ?? '');
    }
    expect(nonces.size).toBe(3);
  });

  it.each(['/', '/api/trpc/experiment.list', '/_next/static/chunks/main.js', '/icon.svg'])(
    'refuses %s to a rebound name',
    async (url) => {
      const response = await ask(url, { host: 'rebound.example' });
      expect(response.status).toBe(403);
      expect(await response.text()).toContain('localhost only');
    },
  );

  it('does not believe a nonce or a policy that the request brings along', async () => {
    const response = await ask('/', { 'x-nonce': 'mine', 'content-security-policy': "script-src 'nonce-mine'" });
    expect(response.headers.get('x-middleware-request-x-nonce')).not.toBe('mine');
    expect(response.headers.get('content-security-policy')).not.toContain('mine');
  });

  it('exchanges the token of the link for a cookie that scripts cannot read, and takes it out of the address', async () => {
    const url = `/runs?token=${encodeURIComponent(token)}&sort=seed`;
    const response = await ask(url, { host: 'gpu7.lab' }, { FOVEA_TOKEN: token });
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe('/runs?sort=seed');
    const cookie = response.headers.get('set-cookie') ?? '';
    expect(cookie).toContain(`${tokenCookie}=${encodeURIComponent(token)}`);
    expect(cookie).toMatch(/HttpOnly/i);
    expect(cookie).toMatch(/SameSite=strict/i);
  });

  it('sends nobody to another site with a token', async () => {
    const response = await ask(`//evil.example/?token=${encodeURIComponent(token)}`, {}, { FOVEA_TOKEN: token });
    expect(response.headers.get('location') ?? '/').toMatch(/^\/(?!\/)/);
  });

  it('asks for the token where one is set', async () => {
    expect((await ask('/', {}, { FOVEA_TOKEN: token })).status).toBe(401);
    expect((await ask('/?token=wrong', {}, { FOVEA_TOKEN: token })).status).toBe(401);
    const cookie = `${tokenCookie}=${encodeURIComponent(token)}`;
    expect((await ask('/', { cookie }, { FOVEA_TOKEN: token })).status).toBe(200);
  });
});
