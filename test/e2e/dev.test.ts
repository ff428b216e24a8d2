import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApiClient } from '@/scripts/demo/createApiClient';
import { freePort } from '@/scripts/postgres/freePort';
import { foveaCache } from '@/scripts/setup/paths.mjs';
import { demoSpec } from '@/server/experiments/demoSpec';
import { launchChromium } from '@/test/support/chromium';
import { type ScratchCheckout, scratchCheckout } from '@/test/support/scratchCheckout';
import { type Command, leftBehind, startCommand } from '@/test/support/startCommand';
import { webProcessOf } from '@/test/support/webProcess';
import { fakeWholeMicroCharades } from '@/test/support/wholeMicroCharades';

let checkout: ScratchCheckout;
let browser: Browser;
let command: Command;
let home: string;
let link: string;

beforeAll(async () => {
  checkout = scratchCheckout();
  home = path.join(checkout.folder, '.fovea');
  await fakeWholeMicroCharades(path.join(home, 'datasets', 'microcharades'));
  browser = await launchChromium();
  const env = { FOVEA_HOME: home, FOVEA_CACHE: foveaCache(), FOVEA_PORT: String(await freePort()), DATABASE_URL: '' };
  command = startCommand(['npm', 'run', 'dev'], { cwd: checkout.folder, env: { ...env, FOVEA_SLOTS: '1' } });
  const said = await command.says(/Fovea is ready: (\S+)/);
  link = said[1] ?? '';
});
afterAll(async () => {
  command?.end('ctrl-c');
  await command?.gone;
  await browser?.close();
  checkout?.remove();
});

/** Saves a file as an editor does. */
function edit(file: string, from: string | RegExp, to: string): void {
  const place = path.join(checkout.folder, file);
  const text = readFileSync(place, 'utf8');
  const edited = text.replace(from, to);
  expect(edited).not.toBe(text);
  writeFileSync(place, edited);
}

describe('npm run dev', () => {
  it('shows a page that was saved without loading it again, and asks for the token like npm start', async () => {
    const { origin } = new URL(link);
    expect((await fetch(`${origin}/api/trpc/worker.list`)).status).toBe(401);
    const page = await (await browser.newContext()).newPage();
    page.setDefaultTimeout(120_000); // the first request of a page compiles it
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    await page.goto(link);
    await page.getByRole('heading', { level: 1, name: 'Experiments' }).waitFor();
    await page.evaluate(() => Object.assign(window, { sameDocument: true }));
    const heading = page.getByRole('heading', { level: 1, name: /^Ablations, saved \d+ times$/ });
    let times = 0;
    // A page hears of what is saved once Next.js knows that it listens, which takes seconds where the code was never compiled.
    const seen = async () => {
      times += 1;
      edit('app/_home/ExperimentsPage.tsx', / title="[^"]*"/, ` title="Ablations, saved ${times} times"`);
      return heading.isVisible();
    };
    await expect.poll(seen, { timeout: 120_000, interval: 5000 }).toBe(true);
    expect(await page.evaluate(() => 'sameDocument' in window)).toBe(true);
    expect(complaints).toEqual([]);
    await page.close();
    expect(readFileSync(path.join(home, 'logs', 'web.log'), 'utf8')).not.toContain(link.split('token=')[1]);
  });

  it('starts the worker again when its code is saved: the run at work is handed back and goes on from its checkpoint', async () => {
    const client = createApiClient(link);
    const spec = { ...demoSpec([0]), limit: { train: 60, test: 10 } };
    const { experimentId } = await client.experiment.create.mutate(spec);
    const { items } = await client.run.list.query({ experimentId });
    const id = items.find(({ name }) => /^Base/.test(name))?.id ?? '';
    const trained = async () => {
      const { phase, step } = await client.run.byId.query({ id });
      return phase === 'training' ? step : 0; // other phases count videos
    };
    await expect.poll(trained, { timeout: 400_000 }).toBeGreaterThan(3);
    const web = webProcessOf(home);
    edit('workers/supervisor.ts', 'Worker is ready', 'Worker is ready with new code');
    await command.says(/workers\/supervisor\.ts was saved: the worker starts again/);
    const attempts = () => client.run.attempts.query({ id });
    await expect.poll(async () => (await attempts()).length, { timeout: 300_000 }).toBe(2);
    const [second, first] = (await attempts()).toSorted((a, b) => b.number - a.number);
    expect(first).toMatchObject({ outcome: 'PREEMPTED' });
    expect(second?.number).toBe(2);
    await expect.poll(async () => (await attempts())[0]?.resumedAtStep ?? 0, { timeout: 300_000 }).toBeGreaterThan(3);
    expect(readFileSync(path.join(home, 'logs', 'worker.log'), 'utf8')).toContain('Worker is ready with new code');
    expect(webProcessOf(home)).toBe(web);
  });

  it('ends with Ctrl-C like npm start, and leaves nothing behind', async () => {
    command.end('ctrl-c');
    const text = await command.gone;
    expect(text).toContain('Stopped.');
    expect(text).not.toContain('stopped unexpectedly');
    await expect.poll(() => leftBehind(home), { timeout: 30_000, message: text }).toEqual([]);
  });
});
