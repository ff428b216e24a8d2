import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { floodRefused } from '@/test/support/floodRefused';
import { rawRequest } from '@/test/support/rawRequest';
import { residentMiB, webProcessOf } from '@/test/support/webProcess';
import { startTestWorkbench, type TestWorkbench } from '@/test/support/workbench';

let workbench: TestWorkbench;
let token: string;

beforeAll(async () => {
  workbench = await startTestWorkbench({ withWorkers: false, token: null });
  token = readFileSync(path.join(workbench.home, 'token'), 'utf8').trim();
});
afterAll(async () => {
  await workbench?.stop();
});

/** A GET that a program with the token would send, with headers of its own. */
function get(target: string, { method = 'GET', host = new URL(workbench.url).host, more = '' } = {}): string {
  return `${method} ${target} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${token}\r\n${more}\r\n`;
}
function post(target: string, more: string, host = new URL(workbench.url).host): string {
  return `POST ${target} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${token}\r\n${more}\r\n`;
}

describe('requests that are not for us end in one line', () => {
  const expectRefusal = async (head: string | Buffer, status: number) => {
    const answer = await rawRequest(workbench.url, head);
    expect([answer.status, answer.body]).toEqual([status, expect.stringMatching(/^[^\n]{10,300}\n$/)]);
    expect(answer.body).not.toMatch(/\bat .*:\d+|node_modules|Error:/);
    return answer;
  };

  it.each([
    'evil.example',
    'evil.example:3000',
    'localhost.evil.example',
    'localhost:1@evil',
    '127.0.0.2',
    '0.0.0.0:3000',
    'localhost:',
    'localhost:123456',
    '[::ffff:127.0.0.1]',
    'localhost, evil',
  ])('for the host %s', async (host) => {
    await expectRefusal(get('/', { host }), 403);
    await expectRefusal(get('/api/trpc/experiment.list', { host }), 403);
    await expectRefusal(get('/_next/static/x.js', { host }), 403);
  });

  it.each(['localhost', 'localhost:80', 'LOCALHOST:3000', '127.0.0.1:41234', '[::1]', '[::1]:3000'])(
    'but not for the host %s',
    async (host) => expect((await rawRequest(workbench.url, get('/icon.svg', { host }))).status).toBe(200),
  );

  it.each([
    '*',
    'runs',
    'http://evil.example/',
    'https://127.0.0.1/',
    '//evil.example/',
    '/runs//x',
    '/\\evil.example',
    '/a\\..\\b',
    '/%ff',
    '/%c3%28',
    '/%ed%a0%80',
    '/%',
    '/%zz',
    '/runs/a%0ab',
    '/runs/%00',
    '/runs/%7f',
    '/runs/%c2%85',
    '/a/../runs',
    '/a/%2e%2e/runs',
    '/./runs',
    '/runs?q=%ff',
    '/runs?q=%00',
    '/é',
    '/runs#x',
  ])('for the address %s', async (target) => {
    await expectRefusal(Buffer.from(get(target), 'latin1'), 400);
  });

  it.each(['OPTIONS', 'TRACE', 'PUT', 'PATCH', 'DELETE', 'PROPFIND', 'CONNECT'])(
    'for the method %s',
    async (method) => {
      await expectRefusal(
        get(method === 'CONNECT' ? 'evil.example:443' : '/api/trpc/experiment.list', { method }),
        405,
      );
    },
  );
  it('for OPTIONS *', async () => void (await expectRefusal(get('*', { method: 'OPTIONS' }), 400)));

  it.each(['/', '/nowhere', '/_next/hmr', '/api/trpc/event.onChange'])(
    'for an upgrade of %s, and the connection ends',
    async (target) => {
      const upgrade = { more: 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n' };
      expect((await expectRefusal(get(target, upgrade), 400)).closed).toBe(true);
      expect((await expectRefusal(get(target, { ...upgrade, host: 'evil.example' }), 403)).closed).toBe(true);
    },
  );

  it.each<[string, string | (() => string), number]>([
    ['no host', 'GET / HTTP/1.1\r\n\r\n', 400],
    ['no host in HTTP/1.0', 'GET / HTTP/1.0\r\n\r\n', 400],
    ['two hosts', () => get('/', { more: 'Host: evil.example\r\n' }), 400],
    ['bytes of TLS', '\x16\x03\x01\x02\x00\x01\x00\r\n\r\n', 400],
    ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
    ['a blank in a header name', () => get('/', { more: 'X Y: z\r\n' }), 400],
    ['a control character in a header', () => get('/', { more: 'X: a\x00b\r\n' }), 400],
    ['a head of 80 KB', () => get('/', { more: `X: ${'x'.repeat(80_000)}\r\n` }), 431],
    ['a question with a body', () => get('/runs', { more: 'Content-Length: 5\r\n' }), 400],
    ['two lengths', () => post('/api/trpc/x', 'Content-Length: 5\r\nTransfer-Encoding: chunked\r\n'), 400],
    ['a form', () => post('/api/trpc/run.cancel', 'Content-Type: text/plain\r\nContent-Length: 5\r\n'), 415],
    [
      'no length',
      () => post('/api/trpc/run.cancel', 'Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n'),
      411,
    ],
    [
      'a large body',
      () => post('/api/trpc/run.cancel', 'Content-Type: application/json\r\nContent-Length: 1048577\r\n'),
      413,
    ],
    ['a body for a page', () => post('/runs', 'Content-Type: application/json\r\nContent-Length: 2\r\n'), 405],
    [
      'another origin',
      () =>
        post(
          '/api/trpc/run.cancel',
          'Origin: https://evil.example\r\nContent-Type: application/json\r\nContent-Length: 2\r\n',
        ),
      403,
    ],
    [
      'another port',
      () =>
        post(
          '/api/trpc/run.cancel',
          'Origin: http://127.0.0.1:1\r\nContent-Type: application/json\r\nContent-Length: 2\r\n',
        ),
      403,
    ],
    [
      'no origin that is one',
      () => post('/api/trpc/run.cancel', 'Origin: null\r\nContent-Type: application/json\r\nContent-Length: 2\r\n'),
      403,
    ],
    [
      'a body that waits to be asked for',
      () => post('/api/trpc/x', 'Expect: 100-continue\r\nContent-Type: text/plain\r\nContent-Length: 9\r\n'),
      415,
    ],
  ])('for %s', async (_, head, status) => {
    await expectRefusal(typeof head === 'string' ? head : head(), status);
  });

  it.each(['cross-site', 'same-site', 'none'])('for a change that a browser calls %s', async (site) => {
    const headers = `Sec-Fetch-Site: ${site}\r\nContent-Type: application/json\r\nContent-Length: 2\r\n`;
    await expectRefusal(post('/api/trpc/run.cancel', headers), 403);
  });

  it.each([
    ['/api/trpc/experiment.list', 'cross-site', 'navigate', 'document'],
    ['/api/trpc/event.onChange', 'same-site', 'cors', 'empty'],
    ['/api/artifacts/0193c5a8-0000-7000-8000-000000000000', 'cross-site', 'no-cors', 'image'],
    ['/%61pi/trpc/experiment.list', 'cross-site', 'navigate', 'document'],
    ['/icon.svg', 'cross-site', 'no-cors', 'image'],
    ['/_next/static/x.js', 'same-site', 'no-cors', 'script'],
    ['/runs', 'cross-site', 'navigate', 'iframe'],
    ['/runs', 'cross-site', 'no-cors', 'object'],
  ])('for %s, which a browser asks for on behalf of another site (%s, %s, %s)', async (target, site, mode, dest) => {
    const more = `Sec-Fetch-Site: ${site}\r\nSec-Fetch-Mode: ${mode}\r\nSec-Fetch-Dest: ${dest}\r\n`;
    await expectRefusal(get(target, { more }), 403);
  });

  it('in the form that the client of the pages reads, where it asked', async () => {
    const answer = await rawRequest(workbench.url, get('/api/trpc/experiment.list', { host: 'evil.example' }));
    expect(JSON.parse(answer.body)).toMatchObject({
      error: { json: { message: expect.stringContaining('localhost only') } },
    });
  });

  it('and no nonce, policy or session that the request brings along is believed', async () => {
    const brought = { 'x-nonce': 'mine', 'content-security-policy': "script-src 'nonce-mine'", 'x-signed-in': '1' };
    const response = await fetch(workbench.url, { headers: { authorization: `Bearer ${token}`, ...brought } });
    const html = await response.text();
    const nonces = new Set([...html.matchAll(/nonce="([^"]+)"/g)].map(([, nonce]) => nonce));
    expect([...nonces]).toEqual([/'nonce-([^']+)'/.exec(response.headers.get('content-security-policy') ?? '')?.[1]]);
    expect(nonces).not.toContain('mine');
    expect(html).not.toContain('Sign out');
  });
});

describe('nothing of a request is held before it is let in', () => {
  it('neither bodies for another host, nor without the token, nor of another type', async () => {
    const pid = webProcessOf(workbench.home);
    const { host } = new URL(workbench.url);
    const upload = '/api/experiments/01890000-0000-7000-8000-000000000000/submissions';
    const type = 'Content-Type: text/tab-separated-values\r\n';
    const heads = [
      { status: 403, head: `POST ${upload} HTTP/1.1\r\nHost: evil.example\r\n${type}` },
      { status: 401, head: `POST ${upload} HTTP/1.1\r\nHost: ${host}\r\n${type}` },
      { status: 415, head: `POST /api/trpc/run.cancel HTTP/1.1\r\nHost: ${host}\r\n${type}` },
    ];
    const before = residentMiB(pid);
    for (const { status, head } of heads) {
      const { statuses, peakMiB } = await floodRefused(workbench.url, { head, connections: 8, mebibytes: 63, pid });
      expect(statuses).toEqual(Array(8).fill(status));
      expect(peakMiB - before).toBeLessThan(120); // 504 MiB were sent
    }
  });

  it('nor connections that say nothing, or their head byte by byte', async () => {
    const silent = rawRequest(workbench.url, 'GET / HT', { waitMs: 30_000 });
    const mute = rawRequest(workbench.url, '', { waitMs: 30_000 });
    expect(await silent).toMatchObject({ status: 408, closed: true });
    expect(await mute).toMatchObject({ closed: true });
  });
});
