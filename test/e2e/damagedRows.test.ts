import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExperimentSpec } from '@/domain/experimentSpec';
import { type PostgresServer, startPostgres } from '@/scripts/postgres/startPostgres';
import { createDb, type Db } from '@/server/db';
import { launchChromium } from '@/test/support/chromium';
import { foreignToPages } from '@/test/support/foreignWords';
import { seedEverything } from '@/test/support/seedEverything';
import { startTestWorkbench, type TestWorkbench } from '@/test/support/workbench';

let workbench: TestWorkbench;
/** A server of its own, which can be stopped. */
let server: PostgresServer;
let folder: string;
let browser: Browser;
let page: Page;
let db: Db;
let rows: Awaited<ReturnType<typeof seedEverything>>;
let pages: string[];
/** What the browser complains about, emptied before every page. */
const complaints: string[] = [];

const startServer = () => startPostgres({ folder, logFile: join(folder, 'postgres.log') });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fovea-damage-'));
  chmodSync(folder, 0o755);
  server = await startServer();
  [workbench, browser] = await Promise.all([
    startTestWorkbench({ withWorkers: false, databaseUrl: server.url }),
    launchChromium(),
  ]);
  db = createDb(workbench.databaseUrl, { connections: 2 });
  rows = await seedEverything(db, workbench.home);
  const { gallery, seeded, importId, weightsId, runId, queued } = rows;
  const video = `/experiments/${gallery.experimentId}/videos/${gallery.videoIds[0]}`;
  pages = [
    ...['/', '/runs', '/runs?group=training.fusion', '/datasets', '/workers', '/bin', '/weights', '/weights/import'],
    ...['/experiments/new', `/experiments/new?from=${seeded.experimentId}`, `/experiments/new?run=${runId}`],
    ...[`/experiments/${seeded.experimentId}`, `/experiments/${seeded.experimentId}?cell=attention_e_e.late_fusion`],
    ...[`/experiments/${gallery.experimentId}`, `/experiments/${gallery.experimentId}/videos`, video],
    ...['curves', 'evaluations', 'config', 'log', 'attempts', 'system', 'checkpoints'].map(
      (tab) => `/runs/${runId}?tab=${tab}`,
    ),
    ...[`/runs/${queued.id}`, `/compare?runs=${[...seeded.runs.values()].join(',')}`],
    ...[
      `/datasets/${seeded.datasetId}`,
      `/datasets/${gallery.dataset.id}`,
      `/datasets/import/${importId}?split=train&finding=all`,
    ],
    ...[`/datasets/import?from=${importId}`, `/weights/${weightsId}`, `/weights/import?from=${weightsId}`],
  ];
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  page = await context.newPage();
  page.on('pageerror', (error) => complaints.push(error.message));
});
afterAll(async () => {
  await db?.$disconnect();
  await browser?.close();
  await workbench?.stop();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const lost =
  /This page failed|could not be drawn|Could not load|does not answer|Something went wrong|There is nothing at this address/;

/** What of a page is lost, in Chromium; null where it is all there. Waits until nothing says that it is loading. */
async function look(path: string): Promise<string> {
  complaints.length = 0;
  const response = await page.goto(workbench.url + path, { waitUntil: 'load' });
  await page.locator('h1').first().waitFor();
  await page.waitForFunction(() => document.querySelector('[aria-busy="true"], .mantine-Skeleton-root') === null);
  const text = await page.locator('body').innerText();
  const fault = lost.exec(text)?.[0] ?? foreignToPages.exec(text)?.[0] ?? complaints[0];
  if (fault !== undefined || response?.status() !== 200) {
    throw new Error(`${path}: ${response?.status()} ${fault}\n${text.slice(0, 1500)}`);
  }
  return text;
}

/** Puts a value into a column of every row of a table that `where` names; gives what puts the old ones back. */
async function damage(table: string, column: string, value: string): Promise<() => Promise<void>> {
  const copy = `kept_${table}`;
  await db.$executeRawUnsafe(`create table ${copy} as select * from ${table}`);
  await db.$executeRawUnsafe(`update ${table} set ${column} = ${value}`);
  const keys = await db.$queryRawUnsafe<{ name: string }[]>(
    `select a.attname as name from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
     where i.indrelid = '${table}'::regclass and i.indisprimary`,
  );
  const same = keys.map(({ name }) => `t.${name} = k.${name}`).join(' and ');
  return async () => {
    await db.$executeRawUnsafe(`update ${table} t set ${column} = k.${column} from ${copy} k where ${same}`);
    await db.$executeRawUnsafe(`drop table ${copy}`);
  };
}

const scannedVideos = () => `/datasets/import/${rows.importId}?split=train&finding=all`;

/** A page that names the damaged row, and what it says. */
const named: Record<string, [path: () => string, text: RegExp][]> = {
  'experiments.spec': [
    [() => '/', /Everything[\s\S]*damaged[\s\S]*The set-up of "Everything" cannot be read[\s\S]*Delete the experiment/],
    [() => `/experiments/${rows.seeded.experimentId}`, /The set-up of "Everything" cannot be read/],
    [
      () => `/experiments/${rows.gallery.experimentId}/videos`,
      /The set-up of "Table 2 on MicroCharades" cannot be read/,
    ],
  ],
  'runs.config': [
    [() => '/runs', /Base, seed 0[\s\S]*damaged/],
    [() => `/runs/${rows.runId}`, /The config of run "Base, seed 0" cannot be read[\s\S]*Restore the config/],
    [() => `/experiments/${rows.seeded.experimentId}`, /The config of 3 runs cannot be read: Base, seed 0/],
    [() => '/workers', /Repeat[\s\S]*damaged/],
    [() => `/compare?runs=${rows.runId}`, /damaged[\s\S]*which dataset was seen cannot be read/],
  ],
  'datasets.classes': [
    [() => '/datasets', /The class list of dataset "[^"]+" cannot be read[\s\S]*Import the dataset again/],
    [() => `/datasets/${rows.seeded.datasetId}`, /The class list of dataset/],
  ],
  'dataset_videos.actions': [[() => `/datasets/${rows.seeded.datasetId}`, /The labels of this video cannot be read/]],
  'workers.engine': [[() => '/workers', /What this worker said of itself cannot be read/]],
  'evaluations.protocol': [[() => `/runs/${rows.runId}?tab=evaluations`, /its protocol cannot be read/]],
  'weights.report': [[() => `/weights/${rows.weightsId}`, /The report of the import of “Kinetics” cannot be read/]],
  'tasks.input': [
    [
      () => `/datasets/import/${rows.importId}`,
      /What "Import of Set staged" was asked for cannot be read[\s\S]*Discard/,
    ],
    [() => `/weights/${rows.weightsId}`, /What this import was asked for cannot be read/],
  ],
  'tasks.result': [[() => `/datasets/import/${rows.importId}`, /The report of "Import of Set staged" cannot be read/]],
  'scanned_videos.actions': [[scannedVideos, /found about video V1 cannot be read/]],
  'scanned_videos.scan': [[scannedVideos, /found about video V1 cannot be read/]],
};

it('every page is whole while nothing is damaged', async () => {
  for (const path of pages) await look(path);
});

describe('a damaged column takes no page away', () => {
  it('and every column of JSON in the database is looked at here', async () => {
    const columns = await db.$queryRaw<{ name: string }[]>`
      select table_name || '.' || column_name as name from information_schema.columns
      where table_schema = 'public' and data_type in ('jsonb', 'json')`;
    expect(columns.map(({ name }) => name).sort()).toEqual(Object.keys(named).sort());
  });

  it.each(Object.keys(named))('%s', async (name) => {
    const [table, column] = name.split('.') as [string, string];
    const restore = await damage(table, column, `'{"written by": ["another", "version"]}'`);
    try {
      expect(await unsound(pages)).toEqual([]);
      for (const path of ['/', '/runs', '/datasets', '/workers']) await look(path);
      for (const [path, text] of named[name]!) {
        await look(path());
        await expect.poll(() => page.locator('body').innerText(), { timeout: 20_000 }).toMatch(text);
      }
    } finally {
      await restore();
    }
  });

  it.each(Object.keys(named))('%s, damaged in any other way', async (name) => {
    const [table, column] = name.split('.') as [string, string];
    for (const value of [`'"x"'`, `'[null, {"class": "x"}]'`, "'{}'"]) {
      const restore = await damage(table, column, value);
      try {
        expect(await unsound(pages)).toEqual([]);
      } finally {
        await restore();
      }
    }
  });

  it('words of a newer version, in columns of plain text', async () => {
    const columns = [
      ...['evaluations.variant', 'evaluations.fusion', 'evaluations.objective'],
      ...['dataset_videos.state', 'dataset_videos.kind'],
      ...['scanned_videos.kind', 'weights.backbone', 'weights.format', 'tasks.status_code', 'tasks.phase'],
      ...['log_lines.level', 'log_lines.source', 'task_attempts.code', 'evaluations.protocol_key'],
    ].map((name) => name.split('.') as [string, string]);
    const inChromium = new Set(['variant', 'state', 'objective']);
    const concerned = /tab=evaluations|\/videos|\/datasets\/|experiments\/[^/?]+$/;
    for (const [table, column] of columns) {
      const restore = await damage(table, column, "'future_word'");
      try {
        expect([table, column, await unsound(pages)]).toEqual([table, column, []]);
        if (inChromium.has(column)) for (const path of pages.filter((one) => concerned.test(one))) await look(path);
      } finally {
        await restore();
      }
    }
  });
});

/** Pages that the server could not draw as a whole. */
async function unsound(paths: string[]): Promise<string[]> {
  const answers = await Promise.all(
    paths.map(async (path) => {
      const response = await fetch(workbench.url + path);
      const text = await response.text();
      const fault = lost.exec(text.replace(/<script[\s\S]*?<\/script>/g, '')) ?? /data-dgst="[^"]*"/.exec(text);
      return response.status === 200 && fault === null ? null : `${path}: ${response.status} ${fault?.[0]}`;
    }),
  );
  return answers.filter((answer) => answer !== null);
}

describe('what a damaged row advises can be done', () => {
  it('a config is restored from the set-up of its experiment, by the button of its page', async () => {
    const before = await db.run.findUniqueOrThrow({ where: { id: rows.runId } });
    await db.run.update({ where: { id: rows.runId }, data: { config: {} } });
    await look(`/runs/${rows.runId}`);
    await page.getByRole('button', { name: 'Restore the config' }).click();
    await page.getByText('cannot be read').waitFor({ state: 'detached' });
    const { config } = await db.run.findUniqueOrThrow({ where: { id: rows.runId } });
    expect(config).toEqual(before.config);
  });

  it('a set-up is restored from the configs of the runs, by the button of its page', async () => {
    const id = rows.seeded.experimentId;
    const setUp = async () => (await db.experiment.findUniqueOrThrow({ where: { id } })).spec as ExperimentSpec;
    const before = await setUp();
    await db.experiment.update({ where: { id }, data: { spec: ['x'] } });
    expect(await look(`/experiments/${id}`)).toContain('Its page restores it from their configs');
    await page.getByRole('button', { name: 'Restore the set-up' }).click();
    await page.getByRole('heading', { name: 'Everything', level: 1 }).waitFor();
    const { cells, ...rest } = await setUp();
    expect({ ...rest, rows: cells.length }).toEqual({ ...before, cells: undefined, rows: before.cells.length });
  });

  it('an experiment with a damaged set-up is deleted by the button of its page', async () => {
    const { id } = await db.experiment.create({ data: { name: 'Beyond repair', spec: [] } });
    expect(await look(`/experiments/${id}`)).toContain('The set-up of "Beyond repair" cannot be read');
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.waitForURL(`${workbench.url}/`);
    expect((await db.experiment.findUniqueOrThrow({ where: { id } })).deletedAt).not.toBeNull();
  });

  it('an import with a damaged report is discarded by the button of its page', async () => {
    await db.task.update({ where: { id: rows.importId }, data: { result: 'x' } });
    await look(`/datasets/import/${rows.importId}`);
    await page.getByRole('button', { name: 'Discard' }).click();
    await page.getByRole('button', { name: 'Discard the import' }).click();
    await page.waitForURL(`${workbench.url}/datasets`);
    expect(await db.task.count({ where: { id: rows.importId } })).toBe(0);
  });
});

describe('a database that is away', () => {
  it('is one sentence on every page, and the pages come back by themselves', async () => {
    const { gallery, seeded, runId, weightsId } = rows;
    const shown: [string, RegExp][] = [
      ['/', /Everything/],
      ['/runs', /Base, seed 0/],
      [`/runs/${runId}`, /Last heartbeat|Finished/],
      [`/experiments/${seeded.experimentId}`, /Table 2/],
      [`/experiments/${gallery.experimentId}/videos`, /What Attention/],
      ['/datasets', /training videos/],
      [`/datasets/${seeded.datasetId}`, /Splits/],
      ['/workers', /lab-1/],
      [`/weights/${weightsId}`, /Kinetics/],
      [`/compare?runs=${runId}`, /Base, seed 0/],
    ];
    await server.stop();
    const tabs: { path: string; tab: Page; text: RegExp }[] = [];
    for (const [path, text] of shown) {
      // A profile each: a browser opens six connections to one host, and every page keeps one.
      const tab = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
      await tab.goto(workbench.url + path, { waitUntil: 'load', timeout: 120_000 });
      await tab
        .getByText(/The database does not answer/)
        .first()
        .waitFor({ timeout: 60_000 });
      expect(await tab.locator('body').innerText()).not.toMatch(foreignToPages);
      tabs.push({ path, tab, text });
    }
    for (const path of ['/api/trpc/run.list', `/api/runs/${runId}/log`]) {
      const response = await fetch(workbench.url + path);
      const said = await response.text();
      expect([path, response.status, foreignToPages.exec(said)]).toEqual([path, 503, null]);
      expect(said).toContain('The database does not answer');
    }
    server = await startServer();
    for (const { path, tab, text } of tabs) {
      await tab.getByText(text).first().waitFor({ timeout: 90_000 });
      await tab
        .getByText(/The database does not answer/)
        .first()
        .waitFor({ state: 'detached', timeout: 30_000 });
      expect([path, await tab.locator('h1').count()]).toEqual([path, 1]);
      await tab.context().close();
    }
  });
});
