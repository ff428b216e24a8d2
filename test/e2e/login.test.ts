import { lstatSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApiClient } from '@/scripts/demo/createApiClient';
import { launchChromium } from '@/test/support/chromium';
import { axeViolations, openPage, pageLooks, settled, sidewaysScroll } from '@/test/support/inspectPage';
import { rawRequest } from '@/test/support/rawRequest';
import { waitUntil } from '@/test/support/waitUntil';
import { webProcessOf } from '@/test/support/webProcess';
import { startTestWorkbench, type TestWorkbench } from '@/test/support/workbench';

let workbench: TestWorkbench;
let browser: Browser;
let token: string;
/** A page of another site: browsers take `localhost` and `127.0.0.1` for two. */
let elsewhere: Server;
let elsewhereUrl: string;
const pictures = process.env.FOVEA_TEST_PICTURES;
const wide = { width: 1440, scheme: 'light' } as const;

beforeAll(async () => {
  const options = { withWorkers: false, token: null };
  [workbench, browser] = await Promise.all([startTestWorkbench(options), launchChromium()]);
  token = readFileSync(path.join(workbench.home, 'token'), 'utf8').trim();
  elsewhere = createServer((_, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(`<h1>Elsewhere</h1><a href="${workbench.url}/runs?q=from-elsewhere">runs</a>`);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => elsewhere.once('listening', resolve));
  elsewhereUrl = `http://localhost:${(elsewhere.address() as AddressInfo).port}`;
});
afterAll(async () => {
  elsewhere?.close();
  await browser?.close();
  await workbench?.stop();
});

const linkTo = (where: string) => `${workbench.url}${where}${where.includes('?') ? '&' : '?'}token=${token}`;
const ask = (where: string, init: RequestInit = {}) => fetch(workbench.url + where, { redirect: 'manual', ...init });
const cookieBy = async (link: string) =>
  (await fetch(link, { redirect: 'manual' })).headers.get('set-cookie')?.split(';')[0] ?? '';
const bearer = () => ({ authorization: `Bearer ${token}` });
const newPage = async (): Promise<Page> => {
  const page = await (await browser.newContext()).newPage();
  page.setDefaultTimeout(20_000);
  return page;
};
const loginHeading = (page: Page) => page.getByRole('heading', { name: 'This workbench asks for its access token' });
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name, exact: true });

describe('the access token', () => {
  it('is made at the first start, for its owner only, and is in no log', () => {
    expect(token).toMatch(/^[\w-]{32}$/);
    expect(lstatSync(path.join(workbench.home, 'token')).mode & 0o777).toBe(0o600);
    expect(readFileSync(path.join(workbench.home, 'logs', 'web.log'), 'utf8')).not.toContain(token);
    const commandLine = readFileSync(`/proc/${webProcessOf(workbench.home)}/cmdline`, 'utf8');
    expect(commandLine).not.toContain(token);
  });

  it('becomes a cookie by the link, and leaves the address', async () => {
    const response = await fetch(linkTo('/runs?sort=seed'), { redirect: 'manual' });
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe('/runs?sort=seed');
    const cookie = response.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Strict$/);
    expect(cookie).not.toContain(token);
    const page = await ask('/runs', { headers: { cookie: cookie.split(';')[0]! } });
    expect(page.status).toBe(200);
  });

  it.each([{ 'x-forwarded-proto': 'https' }, { forwarded: 'for=1.2.3.4;proto=https;host=lab.example' }])(
    'is kept for https only where the browser came by it: %j',
    async (headers) => {
      const response = await fetch(linkTo('/'), { redirect: 'manual', headers: new Headers(Object.entries(headers)) });
      expect(response.headers.get('set-cookie')).toMatch(/; Secure$/);
    },
  );

  it('sends nobody elsewhere', async () => {
    for (const where of ['//evil.example', '/\\evil.example', '/%0d%0aset-cookie:x']) {
      const { status, head } = await rawRequest(
        workbench.url,
        `GET ${where}?token=${token} HTTP/1.1\r\nHost: ${new URL(workbench.url).host}\r\n\r\n`,
      );
      expect([where, status]).toEqual([where, 400]);
      expect(head).not.toMatch(/location|set-cookie/i);
    }
    const form = (next: string) =>
      ask('/login', { method: 'POST', body: new URLSearchParams({ token, next }) }).then(({ headers }) =>
        headers.get('location'),
      );
    expect(await form('/runs?q=x')).toBe('/runs?q=x');
    for (const next of ['//evil.example', 'https://evil.example', '/\\evil', '/a\r\nx: y', '/logout', ''])
      expect([next, await form(next)]).toEqual([next, '/']);
  });

  it('is asked of programs in a sentence, and taken as a Bearer', async () => {
    for (const headers of [
      {},
      { authorization: 'Bearer wrong' },
      { authorization: `Basic ${token}` },
      { cookie: 'fovea_x=y' },
    ]) {
      const log = await ask('/api/runs/0193c5a8-0000-7000-8000-000000000000/log', {
        headers: { ...headers } as Record<string, string>,
      });
      expect(log.status).toBe(401);
      expect(log.headers.get('www-authenticate')).toMatch(/^Bearer/);
      expect(await log.text()).toMatch(/asks for its access token: .*`npm run link`.*Bearer/);
    }
    await expect(createApiClient(workbench.url).experiment.list.query({})).rejects.toThrow('npm run link');
    expect((await createApiClient(linkTo('/')).experiment.list.query({})).total).toBe(0);
    expect((await ask('/runs', { headers: bearer() })).status).toBe(200);
  });

  it('opens nothing as a parameter of an address of the API, where addresses are noted down', async () => {
    expect((await ask(`/api/trpc/experiment.list?token=${token}`)).status).toBe(401);
  });
});

describe('a browser', () => {
  it('comes in by the link, works, stays in on later visits, and signs out', async () => {
    const { page, complaints, close } = await openPage(browser, linkTo('/runs?q=abc'), wide);
    expect(page.url()).toBe(`${workbench.url}/runs?q=abc`);
    await page.getByText('Live', { exact: true }).waitFor();
    await page.goto(`${workbench.url}/datasets`);
    await heading(page, 'Datasets').waitFor();
    const [cookie] = await page.context().cookies();
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/', secure: false });
    expect(cookie!.value).not.toContain(token);
    expect(complaints).toEqual([]);

    await page.getByRole('button', { name: 'Sign out' }).click();
    await loginHeading(page).waitFor();
    expect(await page.context().cookies()).toEqual([]);
    await page.goto(`${workbench.url}/datasets`);
    await loginHeading(page).waitFor();
    const replayed = await ask('/datasets', { headers: { cookie: `${cookie!.name}=${cookie!.value}` } });
    expect(replayed.status).toBe(401);
    await close();
  });

  it('that signed out stays out when the web server starts again, and the others stay in', async () => {
    const [copied, other] = await Promise.all([1, 2].map(() => cookieBy(linkTo('/'))));
    const status = async (cookie: string) => (await ask('/datasets', { headers: { cookie } })).status;
    expect([await status(copied!), await status(other!)]).toEqual([200, 200]);
    await ask('/logout', { method: 'POST', body: new URLSearchParams(), headers: { cookie: copied! } });
    expect(await status(copied!)).toBe(401);
    process.kill(webProcessOf(workbench.home), 'SIGKILL');
    await waitUntil('the web server to start again', () => status(other!).catch(() => null));
    expect([await status(copied!), await status(other!)]).toEqual([401, 200]);
    expect(lstatSync(path.join(workbench.home, 'ended-sessions.json')).mode & 0o777).toBe(0o600);
  });

  it('without the token sees where it is, and comes to its page with a pasted token or link', async () => {
    for (const pasted of [token, `  ${linkTo('/weights')} `]) {
      const page = await newPage();
      const response = await page.goto(`${workbench.url}/runs?q=abc`);
      expect(response?.status()).toBe(401);
      await loginHeading(page).waitFor();
      await page.getByLabel('Link or token').fill('wrong-token-wrong-token');
      await page.getByRole('button', { name: 'Open the workbench' }).click();
      await page.getByRole('alert').getByText('This is not the token').waitFor();
      await page.getByLabel('Link or token').fill(pasted);
      await page.getByRole('button', { name: 'Open the workbench' }).click();
      await heading(page, 'Runs').waitFor();
      expect(page.url()).toBe(`${workbench.url}/runs?q=abc`);
      await page.context().close();
    }
  });

  it('with a link whose token is old is told so; one that is in already just goes on', async () => {
    const page = await newPage();
    await page.goto(`${workbench.url}/runs?token=an-old-token-of-this-workbench`);
    await page.getByRole('alert').getByText('This is not the token').waitFor();
    await page.goto(linkTo('/runs'));
    await page.goto(`${workbench.url}/runs?token=an-old-token-of-this-workbench&q=x`);
    await heading(page, 'Runs').waitFor();
    expect(page.url()).toBe(`${workbench.url}/runs?q=x`);
    await page.goto(`${workbench.url}/login`);
    await heading(page, 'Experiments').waitFor();
    await page.context().close();
  });

  it('with an open page whose session ended takes the token there, and what was typed is not lost', async () => {
    const { page, close } = await openPage(browser, linkTo('/datasets/import'), wide);
    await page.getByText('Live', { exact: true }).waitFor();
    await page.getByRole('textbox', { name: 'Folder' }).fill('Typed before');
    const other = await page.context().newPage();
    await other.goto(workbench.url);
    await other.getByRole('button', { name: 'Sign out' }).click();
    await loginHeading(other).waitFor();
    const dialog = page.getByRole('dialog', { name: 'You are signed out' });
    await dialog.waitFor(); // its live channel ended with the session
    if (pictures) await page.screenshot({ path: path.join(pictures, 'signed-out.png') });
    await dialog.getByLabel('Link or token').fill('wrong');
    await dialog.getByRole('button', { name: 'Go on' }).click();
    await dialog.getByText('This is not the token').waitFor();
    await dialog.getByLabel('Link or token').fill(linkTo('/'));
    await dialog.getByRole('button', { name: 'Go on' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('Live', { exact: true }).waitFor();
    expect(await page.getByRole('textbox', { name: 'Folder' }).inputValue()).toBe('Typed before');
    await close();
  });

  it('that follows a link of another site finds itself signed in', async () => {
    const page = await newPage();
    await page.goto(linkTo('/'));
    await heading(page, 'Experiments').waitFor();
    await page.goto(elsewhereUrl);
    await page.getByRole('link', { name: 'runs' }).click();
    await heading(page, 'Runs').waitFor();
    expect(page.url()).toBe(`${workbench.url}/runs?q=from-elsewhere`);
    await page.context().close();
  });

  it('gets nothing but pages for another site: no API, no frames, no changes', async () => {
    const page = await newPage();
    const seen = new Map<string, number>();
    page.on('response', (response) => seen.set(new URL(response.url()).pathname, response.status()));
    await page.goto(elsewhereUrl);
    await page.evaluate(async (url) => {
      const frame = Object.assign(document.createElement('iframe'), { src: `${url}/runs` });
      document.body.append(frame);
      await new Promise((resolve) => frame.addEventListener('load', resolve));
      await fetch(`${url}/api/trpc/experiment.list`, { mode: 'no-cors', credentials: 'include' });
      await fetch(`${url}/logout`, { method: 'POST', mode: 'no-cors', body: new URLSearchParams() });
    }, workbench.url);
    const refused = ['/runs', '/api/trpc/experiment.list', '/logout'];
    expect(refused.map((where) => [where, seen.get(where)])).toEqual(refused.map((where) => [where, 403]));
    await page.context().close();
  });

  it.each(pageLooks)('is asked in a page that is accessible and fits: $width px, $scheme', async (look) => {
    const { page, complaints, close } = await openPage(browser, `${workbench.url}/?token=an-old-token-here`, look);
    await settled(page);
    if (pictures) await page.screenshot({ path: path.join(pictures, `login-${look.width}-${look.scheme}.png`) });
    expect(await page.evaluate(() => document.documentElement.dataset.scheme)).toBe(look.scheme);
    expect(await axeViolations(page)).toEqual([]);
    expect(await sidewaysScroll(page)).toBe(0);
    expect(complaints.filter((text) => !text.includes('401'))).toEqual([]);
    await close();
  });
});
