import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApiClient } from '@/scripts/demo/createApiClient';
import { startTestWorkbench, type TestWorkbench } from '@/test/support/workbench';

/** Command lines of all processes that were given this text in their environment. */
function processesOf(text: string): string[] {
  return readdirSync('/proc').flatMap((pid) => {
    try {
      const environment =
        /^\d+$/.test(pid) && pid !== String(process.pid) ? readFileSync(`/proc/${pid}/environ`, 'utf8') : '';
      return environment.includes(text) ? [readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')] : [];
    } catch {
      return []; // it ended meanwhile
    }
  });
}

describe('the workbench as a whole', () => {
  let workbench: TestWorkbench;
  let stopped = false;

  beforeAll(async () => {
    workbench = await startTestWorkbench({ data: { trainVideos: 4, testVideos: 2 } });
  });
  afterAll(async () => {
    if (workbench && !stopped) await workbench.stop();
  });

  it('serves its pages and its API, with the bundled data set registered', async () => {
    const page = await fetch(workbench.url);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('Fovea');
    const datasets = await createApiClient(workbench.url).dataset.list.query();
    expect(datasets).toMatchObject([{ slug: 'microcharades', trainVideos: 4, testVideos: 2 }]);
  });

  it('has a worker that says what engine it runs on', async () => {
    const client = createApiClient(workbench.url);
    await expect
      .poll(async () => JSON.stringify(await client.worker.list.query()), { timeout: 120_000 })
      .toContain('2.21.0');
  });

  it('leaves no process behind when it is stopped', async () => {
    expect(processesOf(workbench.home).length).toBeGreaterThanOrEqual(2);
    await workbench.stop();
    stopped = true;
    expect(processesOf(workbench.home)).toEqual([]);
    await expect(fetch(workbench.url)).rejects.toThrow();
  });
});
