import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { megabytes } from '@/scripts/setup/megabytes.mjs';
import { createReport } from '@/scripts/setup/report.mjs';
import { requireDisk } from '@/scripts/setup/requireDisk.mjs';
import { isNodeRecent, requireNode, requireTools } from '@/scripts/setup/requireTools.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'fovea-setup-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the tools a bare machine needs', () => {
  it('are Node 20.19 or newer', () => {
    expect(['20.19.0', '20.20.2', '22.1.0', '24.0.0'].map(isNodeRecent)).toEqual([true, true, true, true]);
    expect(['18.20.8', '20.18.3', '16.0.0'].map(isNodeRecent)).toEqual([false, false, false]);
    expect(() => requireNode('18.20.8')).toThrow(/18\.20\.8 is too old/);
  });

  it('are named all at once, with one command that installs what is missing', () => {
    const tool = (name: string, there: boolean) => ({ name, debian: `${name}-package`, isThere: () => there });
    expect(() => requireTools([tool('a', true)])).not.toThrow();
    expect(() => requireTools([tool('a', false), tool('b', true), tool('c', false)])).toThrow(
      expect.objectContaining({
        message: 'Missing: a, c.',
        remedy: expect.stringMatching(/apt-get install -y a-package c-package$/),
      }),
    );
  });

  it('include room on the disk, and the message says how much and which variable moves it', () => {
    const missing = path.join(folder, 'not', 'there', 'yet');
    expect(() => requireDisk(missing, { bytes: 1, what: 'This', variable: 'FOVEA_CACHE' })).not.toThrow();
    expect(() => requireDisk(missing, { bytes: 1e18, what: 'This', variable: 'FOVEA_CACHE' })).toThrow(
      expect.objectContaining({ remedy: expect.stringContaining('FOVEA_CACHE') }),
    );
  });
});

describe('the report of the set-up', () => {
  it('rewrites one line on a terminal and ends it with result and time', () => {
    const written: string[] = [];
    const report = createReport({ isTTY: true, write: (text) => written.push(text) });
    report.step('Engine');
    report.progress('3.0 MB of 9.0 MB');
    report.done('9.0 MB');
    expect(written.join('')).toMatch(/Engine \.\.\.\r.*Engine: 3\.0 MB of 9\.0 MB\r.*Engine: 9\.0 MB \(\d+\.\d s\)\n$/);
  });

  it('writes whole lines, and no flood of them, where there is no terminal', () => {
    const written: string[] = [];
    const report = createReport({ write: (text) => written.push(text) });
    report.step('Engine');
    for (let index = 0; index < 100; index += 1) report.progress(`${index}`);
    report.done();
    expect(written).toHaveLength(2);
    for (const text of written) expect(text.endsWith('\n')).toBe(true);
  });

  it('shows sizes in megabytes', () => {
    expect([274_000_871, 9_940_000, 0].map(megabytes)).toEqual(['274 MB', '9.9 MB', '0.0 MB']);
  });
});
