import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { settingsShape } from '@/domain/settings';
import { chooseAddress, urlOf } from '@/scripts/start/chooseAddress';
import { readSettings } from '@/scripts/start/settings';

const env = (values: Record<string, string>) => ({ NODE_ENV: 'test', ...values }) as NodeJS.ProcessEnv;
const token = 'a-long-enough-token';

describe('the settings of a start', () => {
  it('are loopback, port 3000 and the embedded database by default', () => {
    expect(readSettings(env({ FOVEA_HOME: '/data/fovea' }))).toEqual({
      ...{ home: '/data/fovea', host: '127.0.0.1', port: 3000, graceSeconds: 20, binDays: 30 },
      ...{ databaseUrl: undefined, token: undefined },
    });
  });

  it.each([
    ['FOVEA_PORT', ['0', '65536', 'abc', '3000.5', '-1', '1e3', ' 3000']],
    [
      'FOVEA_TOKEN',
      ['', 'short', 'has blanks in it but is long', 'ümläute-are-not-ascii', 'line\nbreak-in-a-long-token'],
    ],
    ['FOVEA_HOST', ['127.0.0.1:3000', 'http://localhost', 'a host', 'ho$t']],
    ['FOVEA_GRACE_SECONDS', ['0', '-5', 'soon', '1e9', '999999']],
    ['FOVEA_STILL_SECONDS', ['0', '-5', 'never']],
    ['FOVEA_LEASE_SECONDS', ['0', 'x']],
    ['FOVEA_HEARTBEAT_SECONDS', ['0', '30', '31']],
    ['FOVEA_SLOTS', ['0', '1.5', 'many', '99999']],
    ['FOVEA_BIN_DAYS', ['-1', 'month', '40000']],
    ['FOVEA_SALIENCY_MIB', ['-1', '4 GiB']],
    ['FOVEA_ENGINE', ['cuda', 'CPU']],
    ['FOVEA_HOME', ['/data/\nfovea', `/${'x'.repeat(1000)}`]],
    ['FOVEA_CACHE', [`/${'ü'.repeat(500)}`]],
    ['LOG_LEVEL', ['loud']],
    [
      'DATABASE_URL',
      ['mysql://u:p@h/db', 'h:5432/db', 'postgresql://u:p@h:5432', 'postgresql://u:p@h:port/db', 'postgresql:///db'],
    ],
  ])('refuse %s by its name', (name, values) => {
    for (const value of values) {
      expect(() => readSettings(env({ [name]: value })), JSON.stringify(value)).toThrow(
        expect.objectContaining({
          code: 'config_invalid',
          message: expect.stringMatching(new RegExp(`^${name} .*: give|^${name} .*: write`)),
        }),
      );
    }
  });

  it('name everything that is wrong at once, and print no secret', () => {
    const wrong = env({ FOVEA_PORT: 'x', FOVEA_TOKEN: 'hunter2', DATABASE_URL: 'mysql://me:hunter2@host/db' });
    expect(() => readSettings(wrong)).toThrow(/DATABASE_URL.*\nFOVEA_PORT.*\nFOVEA_TOKEN/);
    expect(() => readSettings(wrong)).not.toThrow(/hunter2/);
  });

  it('ask whether another name was meant, and only warn of names that are like none', () => {
    expect(() => readSettings(env({ FOVEA_PROT: '3001' }))).toThrow(
      'FOVEA_PROT is no setting: did you mean FOVEA_PORT?',
    );
    expect(() => readSettings(env({ FOVEA_TOCKEN: 'off' }))).toThrow('did you mean FOVEA_TOKEN?');
    const said: string[] = [];
    readSettings(env({ FOVEA_MY_OWN_NOTES: 'x' }), (text) => said.push(text));
    expect(said).toEqual([expect.stringContaining('FOVEA_MY_OWN_NOTES is no setting')]);
  });

  it('take what is empty as not set, but for the token', () => {
    const empty = Object.fromEntries(Object.keys(settingsShape).map((name) => [name, '']));
    expect(() => readSettings(env(empty))).toThrow(/^FOVEA_TOKEN is empty/);
    const { FOVEA_TOKEN: _, ...others } = empty;
    expect(readSettings(env(others))).toMatchObject({ host: '127.0.0.1', port: 3000, graceSeconds: 20 });
  });

  it('open the workbench to other machines only with a token', () => {
    for (const FOVEA_HOST of ['0.0.0.0', '::', '192.0.2.1', 'example.org']) {
      expect(() => readSettings(env({ FOVEA_HOST, FOVEA_TOKEN: 'off' }))).toThrow(
        /FOVEA_TOKEN=off would let everybody in/,
      );
      expect(readSettings(env({ FOVEA_HOST, FOVEA_TOKEN: token })).host).toBe(FOVEA_HOST);
    }
    for (const FOVEA_HOST of ['127.0.0.1', '127.0.0.2', 'localhost', '::1', '[::1]']) {
      expect(readSettings(env({ FOVEA_HOST, FOVEA_TOKEN: 'off' })).host).toBe(FOVEA_HOST.replace(/[[\]]/g, ''));
    }
  });
});

describe('the address of a start', () => {
  it('is written with brackets for IPv6, and can be opened where the server listens everywhere', () => {
    expect(urlOf('::1', 3000)).toBe('http://[::1]:3000');
    expect(urlOf('127.0.0.1', 3000)).toBe('http://127.0.0.1:3000');
    expect([urlOf('0.0.0.0', 80), urlOf('::', 80)]).toEqual(['http://127.0.0.1:80', 'http://[::1]:80']);
  });

  it('is the next free port', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const { port } = taken.address() as { port: number };
    expect((await chooseAddress('127.0.0.1', port)).port).toBeGreaterThan(port);
    await new Promise((resolve) => taken.close(resolve));
    expect((await chooseAddress('127.0.0.1', port)).port).toBe(port);
  });

  it('is refused where there is no next port', async () => {
    const taken = createServer();
    const mine = await new Promise((resolve) => {
      taken.once('error', () => resolve(false)).listen(65_535, '127.0.0.1', () => resolve(true));
    });
    await expect(chooseAddress('127.0.0.1', 65_535)).rejects.toThrow(/Port 65535 is taken .* FOVEA_PORT/);
    if (mine) await new Promise((resolve) => taken.close(resolve));
  });

  it.each([
    ['192.0.2.7', /FOVEA_HOST is "192\.0\.2\.7", which is no address of this machine\. Give one of: .*127\.0\.0\.1/],
    ['no-such-host.invalid', /FOVEA_HOST is "no-such-host\.invalid", a name without an address/],
  ])('is refused by name where this machine has no such: %s', async (host, message) => {
    await expect(chooseAddress(host, 40_000)).rejects.toThrow(message);
  });
});
