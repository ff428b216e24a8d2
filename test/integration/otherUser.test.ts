import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { securePrivateFolder } from '@/scripts/setup/privateFolder.mjs';
import { holdHome } from '@/scripts/start/holdHome';
import { type KeptPostgres, keepPostgres } from '@/scripts/start/keepPostgres';

/** Only root can act as somebody else. */
const isRoot = process.getuid?.() === 0;
if (!isRoot) console.warn('Skipped: only root can try what another user of the machine could do.');

const stranger = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', '--'];
const asStranger = (...command: string[]) => {
  const [program = '', ...args] = [...stranger, ...command];
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', cwd: '/' });
  return { status, text: `${stdout}${stderr}` };
};

let home: string;
let postgres: KeptPostgres;
beforeAll(async () => {
  if (!isRoot) return;
  home = path.join(mkdtempSync(path.join(tmpdir(), 'fovea-other-')), 'home');
  chmodSync(path.dirname(home), 0o755);
  mkdirSync(path.join(home, 'artifacts'), { recursive: true });
  writeFileSync(path.join(home, 'artifacts', 'weights'), 'weights', { mode: 0o644 });
  chmodSync(home, 0o755); // as an older version made it
  expect(asStranger('cat', path.join(home, 'artifacts', 'weights')).text).toBe('weights');
  securePrivateFolder(home, { variable: 'FOVEA_HOME', say: () => {} });
  postgres = await keepPostgres(home, () => {});
});
afterAll(async () => {
  await postgres?.stop();
  if (home) rmSync(path.dirname(home), { recursive: true });
});

describe.skipIf(!isRoot)('another user of the machine', () => {
  it('lists and reads nothing in the home, though the database server of root runs in it as a user of its own', () => {
    for (const place of [
      '',
      'artifacts/weights',
      'postgres/password',
      'postgres/port',
      'postgres/data/PG_VERSION',
      'lock',
    ]) {
      const { status, text } = asStranger('cat', path.join(home, place));
      expect(status, place).not.toBe(0);
      expect(text).toContain('Permission denied');
    }
    expect(asStranger('ls', home).status).not.toBe(0);
  });

  it('finds no capability at the database server that opens folders for it', () => {
    const pid = readFileSync(path.join(home, 'postgres/data/postmaster.pid'), 'utf8').split('\n')[0];
    expect(readFileSync(`/proc/${pid}/status`, 'utf8')).toMatch(/^CapEff:\t0+$/m);
  });

  it('is not let into the database over loopback without the password', () => {
    const { port } = new URL(postgres.url);
    const program = `
      import pg from ${JSON.stringify(fileURLToPath(import.meta.resolve('pg')))};
      for (const [user, password] of [['fovea', 'guess'], ['postgres', 'postgres'], ['nobody', 'nobody']]) {
        const client = new pg.Client({ host: '127.0.0.1', port: ${port}, user, password, database: 'fovea' });
        await client.connect().then(() => console.log('in'), (error) => console.log(error.code));
        await client.end().catch(() => {});
      }`;
    expect(asStranger(process.execPath, '--input-type=module', '--eval', program).text.trim().split('\n')).toEqual([
      '28P01',
      '28P01',
      '28P01',
    ]);
  });

  it('cannot keep the workbench from starting: the lock lies where only its owner gets at it', async () => {
    expect(asStranger('flock', '-n', path.join(home, 'lock'), 'true').text).toMatch(/Permission denied/);
    const held = await holdHome(home);
    expect(held).toBeDefined();
    await held?.release();
  });
});
