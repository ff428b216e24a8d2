import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recipePresets } from '@/domain/recipePresets';
import { createApiClient } from '@/scripts/demo/createApiClient';
import { formatTable } from '@/scripts/demo/formatTable';
import { watchExperiment } from '@/scripts/demo/watchExperiment';
import { demoSpec } from '@/server/experiments/demoSpec';
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
    workbench = await startTestWorkbench({ data: { trainVideos: 16, testVideos: 6 } });
  });
  afterAll(async () => {
    if (workbench && !stopped) await workbench.stop();
  });

  it('serves its pages and its API, with the bundled data set registered', async () => {
    const page = await fetch(workbench.url);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('Fovea');
    const datasets = await createApiClient(workbench.url).dataset.list.query();
    expect(datasets).toMatchObject([{ slug: 'microcharades', trainVideos: 16, testVideos: 6 }]);
  });

  it('has a worker that says what engine it runs on', async () => {
    const client = createApiClient(workbench.url);
    await expect
      .poll(async () => JSON.stringify(await client.worker.list.query()), { timeout: 120_000 })
      .toContain('2.21.0');
  });

  it('is watched by the terminal until the table is finished, and the table is printed', async () => {
    const client = createApiClient(workbench.url);
    const { base, ablation } = recipePresets.quick;
    const { experimentId } = await client.experiment.create.mutate({
      ...demoSpec([0]),
      name: 'Two rows',
      ...{ recipePreset: 'quick', baseRecipe: base, ablationRecipe: ablation },
      cells: ['base' as const, 'repeat' as const].map((variant) => ({ variant, fusion: 'late_fusion' as const })),
    });
    const shown: string[][] = [];
    const region = { show: (lines: string[]) => void shown.push(lines), clear: () => {} };
    const { signal } = new AbortController();
    const result = await watchExperiment({ client, experimentId, region, signal });
    expect(result?.progress).toMatchObject({ finished: true, failures: [] });
    expect(shown.flat().join('\n')).toMatch(/Base, seed 0: .*%/);
    const lines = formatTable(result!.table).split('\n');
    expect(lines.find((line) => line.startsWith('Base'))).toMatch(/^Base +\d+\.\d .*31\.6/);
    expect(lines.find((line) => line.startsWith('Repeat'))).toMatch(/missing +31\.7 +\d+\.\d \[[+-]?\d+\.\d\] +31\.6$/);
  });

  it('leaves no process behind when it is stopped', async () => {
    expect(processesOf(workbench.home).length).toBeGreaterThanOrEqual(2);
    await workbench.stop();
    stopped = true;
    expect(processesOf(workbench.home)).toEqual([]);
    await expect(fetch(workbench.url)).rejects.toThrow();
  });
});
