import { execFileSync } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { torchFile } from '@/domain/formats/torchFile';
import { temporaryFolder } from '@/test/support/temporaryFolder';
import { backboneSpecs } from '@/workers/ml/models/backboneSpecs';
import { stateShapes } from '@/workers/ml/models/stateShapes';

const script = fileURLToPath(new URL('../../../../support/importPeak.ts', import.meta.url));

it('importing a file of the real size takes no more memory than twice the file', async () => {
  const file = path.join(temporaryFolder(), 'resnet50.pth');
  const shapes = [...stateShapes(backboneSpecs.resnet50_i3d, 157)];
  // Beside the network, something of the same size that is of no use: the momentum of an optimizer.
  const names = shapes.flatMap(([name, shape]) => [[name, shape] as const, [`optimizer.${name}`, shape] as const]);
  const arrays = names.map(([name, shape]) => ({
    name,
    shape,
    read: () => new Uint8Array(4 * shape.reduce((product, size) => product * size, 1)),
  }));
  await pipeline(Readable.from(torchFile(arrays).parts()), createWriteStream(file));
  const output = execFileSync(process.execPath, ['--import', 'tsx', script, file], { encoding: 'utf8' });
  const { before, peak, written, read } = JSON.parse(output);
  expect(written).toBeGreaterThan(130e6);
  expect(read).toBeGreaterThan(260e6);
  // The result, one array, and what the engine has not yet given back.
  expect(peak - before).toBeLessThan(2 * written);
});
