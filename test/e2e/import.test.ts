import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeSafetensors } from '@/domain/formats/safetensors';
import { createApiClient } from '@/scripts/demo/createApiClient';
import { importDataset } from '@/scripts/import/importDataset';
import { parseImportOptions } from '@/scripts/import/importOptions';
import { makeCharadesFolder, makeVideo } from '@/test/support/charadesFolder';
import { launchChromium } from '@/test/support/chromium';
import { axeViolations, openPage, pageLooks, settled, sidewaysScroll } from '@/test/support/inspectPage';
import { startTestWorkbench, type TestWorkbench } from '@/test/support/workbench';
import { backboneSpecs } from '@/workers/ml/models/backboneSpecs';
import { stateShapes } from '@/workers/ml/models/stateShapes';

let workbench: TestWorkbench;
let browser: Browser;
let root: string;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'fovea-import-'));
  makeCharadesFolder(join(root, 'charades'), {
    train: [
      { id: 'AAAAA', actions: 'c000 0.00 0.50;c001 0.20 9.00', length: 1.2 },
      { id: 'BBBBB', actions: '', length: 1.2 },
      { id: 'GONE1', actions: 'c001 0.00 0.50', length: 1.2, frames: 0 },
    ],
    test: [{ id: 'CCCCC', actions: 'c000 0.00 0.50', length: 1.2 }],
  });
  makeVideo(join(root, 'one.mp4'), {});
  makeVideo(join(root, 'two.mp4'), {});
  writeFileSync(join(root, 'labels.csv'), 'one,walking,0,1\ntwo,sitting\n');
  [workbench, browser] = await Promise.all([startTestWorkbench(), launchChromium()]);
});
afterAll(async () => {
  await browser?.close();
  await workbench?.stop();
  rmSync(root, { recursive: true, force: true });
});

describe('importing a dataset', () => {
  it('goes from the form over the report to the stored dataset', async () => {
    const { page, complaints, close } = await openPage(browser, `${workbench.url}/datasets`, pageLooks[0]!);
    await page.getByRole('link', { name: 'Import', exact: true }).click();
    await page.getByRole('heading', { name: 'Import a dataset' }).waitFor();
    await page.getByRole('button', { name: 'Read the folder' }).click();
    await page.getByText('Give a path.').waitFor();
    await page.getByLabel('Folder').fill(join(root, 'charades'));
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Small Charades');
    expect(await page.getByLabel('Short name').inputValue()).toBe('small-charades');
    await page.getByRole('button', { name: 'Read the folder' }).click();

    await page.getByRole('heading', { name: 'What is in Small Charades' }).waitFor({ timeout: 120_000 });
    await page.getByRole('button', { name: /^Missing, training: 1/ }).click();
    await page.getByRole('heading', { name: 'Training videos: missing' }).waitFor();
    await page.getByRole('rowheader', { name: 'GONE1' }).waitFor();
    expect(page.url()).toContain('split=train&finding=missing');
    const report = page.url();

    await page.getByRole('button', { name: 'Add dataset' }).click();
    await page.getByRole('heading', { name: 'Small Charades', exact: true }).waitFor();
    await page.goto(`${page.url()}?split=train&state=missing`);
    await page.getByText('GONE1').first().waitFor();
    expect(await page.getByText('1 video', { exact: true }).count()).toBe(1);
    await page.goto(report);
    await page.getByRole('link', { name: 'Open the dataset' }).waitFor();
    expect(complaints).toEqual([]);
    await close();
    const [dataset] = await createApiClient(workbench.url).dataset.list.query();
    expect(dataset).toMatchObject({ slug: 'small-charades', trainVideos: 3, testVideos: 1, classes: 2 });
  });

  it('says what is wrong with a folder, and leads back to the filled form', async () => {
    const { page, close } = await openPage(browser, `${workbench.url}/datasets/import`, pageLooks[0]!);
    await page.getByLabel('Folder').fill('/nowhere/at/all');
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Nowhere');
    await page.getByRole('button', { name: 'Read the folder' }).click();
    await page.getByText(/There is no folder \/nowhere\/at\/all/).waitFor({ timeout: 120_000 });
    await page.getByRole('link', { name: 'Change and start anew' }).click();
    await page.getByRole('heading', { name: 'Import a dataset' }).waitFor();
    expect(await page.getByLabel('Folder').inputValue()).toBe('/nowhere/at/all');
    await close();
  });

  it('shows the order of the classes and what a list was taken for, before anything is stored', async () => {
    const folder = join(root, 'numeric');
    mkdirSync(folder);
    for (const name of ['v0', 'v1', 'v2', 'v10', 'v11', 'v20', 'v30', 'v40', 'v50'])
      makeVideo(join(folder, `${name}.mp4`), {});
    const rows = ['0', '1', '2', '10', '11', '20', '30', '40', '50'].map(
      (label) => `v${label};${label};x;${Number(label) % 2 ? 'test' : 'train'}`,
    );
    writeFileSync(join(folder, 'list.csv'), ['PATH;Label;is_cc;Split', ...rows].join('\n'));
    const { page, complaints, close } = await openPage(browser, `${workbench.url}/datasets/import`, pageLooks[0]!);
    await page.getByText('Your own videos').click();
    await page.getByLabel('Folder').fill(folder);
    await page.getByRole('textbox', { name: 'List', exact: false }).first().fill('list.csv');
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Numeric');
    await page.getByRole('button', { name: 'Read the folder' }).click();
    await page.getByRole('heading', { name: 'What is in Numeric' }).waitFor({ timeout: 120_000 });
    const order = page.getByRole('region', { name: 'Order of the classes' });
    await order.getByText(/Classes are whole numbers and stand in their order/).waitFor();
    expect(await order.getByRole('listitem').allInnerTexts()).toEqual([
      '0 0',
      '1 1',
      '2 2',
      '3 10',
      '5 20',
      '6 30',
      '7 40',
      '8 50',
    ]);
    await order.getByRole('button', { name: 'All 9 classes' }).click();
    await order.getByText('4 11').waitFor();
    const list = page.getByRole('region', { name: /^How .*list\.csv was read/ });
    await list.getByText('Columns are separated by semicolons; the first line names the columns; 9 rows.').waitFor();
    expect(await list.getByRole('listitem').allInnerTexts()).toEqual([
      'PATH: video',
      'Label: class',
      'is_cc: not used',
      'Split: split',
    ]);
    await list.getByText('v50.mp4').waitFor();
    expect(complaints).toEqual([]);
    expect(await createApiClient(workbench.url).dataset.list.query()).not.toContainEqual(
      expect.objectContaining({ slug: 'numeric' }),
    );
    await close();
  });

  it('shows nothing of a file that is no list', async () => {
    const { page, close } = await openPage(browser, `${workbench.url}/datasets/import`, pageLooks[0]!);
    await page.getByText('Your own videos').click();
    await page.getByLabel('Folder').fill(join(root, 'charades', 'Charades_v1_480'));
    await page.getByRole('textbox', { name: 'List', exact: false }).first().fill('/etc/passwd');
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Passwords');
    await page.getByRole('button', { name: 'Read the folder' }).click();
    await page.getByText(/\/etc\/passwd is not read as a list of videos/).waitFor({ timeout: 120_000 });
    expect(await page.locator('body').innerText()).not.toMatch(/root:|nobody|daemon/);
    await close();
  });

  it('asks which network of a file is meant', async () => {
    const shapes = stateShapes(backboneSpecs.micro_i3d, 2);
    const tensors = new Map(
      ['model.', 'model_ema.'].flatMap((prefix) =>
        [...shapes].map(([name, shape]) => {
          const data = new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(0.5);
          return [prefix + name, { shape: [...shape], data }] as const;
        }),
      ),
    );
    writeFileSync(join(root, 'both.safetensors'), encodeSafetensors({ tensors, metadata: {} }));
    const { page, complaints, close } = await openPage(browser, `${workbench.url}/weights/import`, pageLooks[0]!);
    await page.getByLabel('File').fill(join(root, 'both.safetensors'));
    await page.getByRole('combobox', { name: 'Backbone' }).click();
    await page.getByRole('option', { name: 'Micro-I3D' }).click();
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page
      .getByText(/The file holds 2 complete networks/)
      .first()
      .waitFor({ timeout: 120_000 });
    await page.getByRole('link', { name: 'Choose the network' }).click();
    await page.getByRole('combobox', { name: 'Network' }).click();
    await page.getByRole('option', { name: /model_ema\./ }).click();
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByText('It is one of 2 networks in the file.').waitFor({ timeout: 120_000 });
    await page.getByText(/Its classifier is kept: its 2 outputs stand for the classes/).waitFor();
    expect(complaints).toEqual([]);
    await close();
  });

  it('is done by a command too: own videos, with the report in the terminal', async () => {
    const said: string[] = [];
    const command = (...args: string[]) =>
      importDataset({
        ...parseImportOptions(['.', '--csv', 'labels.csv', '--name', 'Two videos', ...args], root),
        ...{ client: createApiClient(workbench.url), link: workbench.url },
        ...{ signal: new AbortController().signal, say: (text: string) => void said.push(text) },
      });
    const id = await command('--yes');
    expect(said.join('\n')).toMatch(/2 classes +train +test/);
    expect(said.join('\n')).toMatch(/Videos +1 +1\n/);
    expect(await command('--yes')).toBeNull();
    expect(said.at(-2)).toContain('--update');
    expect(await command('--yes', '--update')).toBe(id);
    const { classes } = await createApiClient(workbench.url).dataset.byId.query({ id: id! });
    expect(classes.map(({ name }) => name)).toEqual(['sitting', 'walking']);
  });
});

describe('the pages of imports', () => {
  it.each(pageLooks)('fit the screen and are accessible at $width px, $scheme', async (look) => {
    const imports = await createApiClient(workbench.url).import.list.query();
    const weights = await createApiClient(workbench.url).weights.imports.query();
    const paths = ['/datasets', '/datasets/import', '/weights', '/weights/import'];
    paths.push(...weights.map(({ id }) => `/weights/${id}`));
    for (const path of [...paths, ...imports.map(({ id }) => `/datasets/import/${id}?split=train&finding=all`)]) {
      const { page, complaints, close } = await openPage(browser, workbench.url + path, look);
      await settled(page);
      expect({ path, violations: await axeViolations(page), complaints }).toEqual({
        path,
        violations: [],
        complaints: [],
      });
      expect(await sidewaysScroll(page)).toBe(0);
      await close();
    }
  });
});
