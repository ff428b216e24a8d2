import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { engineInfo, startEngine } from '@/workers/ml/engine/startEngine';

it('says what to do where the library is not installed, and starts where it is, once', async () => {
  expect(() => engineInfo()).toThrow('call startEngine before');

  const elsewhere = await mkdtemp(path.join(tmpdir(), 'no-engine-'));
  const start = () => startEngine({ threads: 1 }, pathToFileURL(path.join(elsewhere, 'nothing.js')).href);
  expect(start).toThrow(
    expect.objectContaining({ code: 'engine_missing', message: expect.stringContaining('npm run doctor') }),
  );
  await rm(elsewhere, { recursive: true });

  const info = startEngine({ threads: 1, device: 'cpu' });
  expect(info).toMatchObject({ device: 'cpu', threads: 1 });
  expect(info.libtensorflow).toMatch(/^2\.\d+/);
  expect(info.deviceName.length).toBeGreaterThan(2);
  expect(engineInfo()).toEqual(info);
  expect(startEngine({ threads: 1 })).toEqual(info);
  expect(() => startEngine({ threads: 2 })).toThrow('cannot change');
  expect(() => startEngine({ threads: 1, device: 'gpu' })).toThrow('cannot change');
});
