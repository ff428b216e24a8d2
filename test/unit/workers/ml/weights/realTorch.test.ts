import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, type TestContext } from 'vitest';
import { encodeTorchStateDict } from '@/domain/formats/torchFile';
import { microState } from '@/test/support/microState';
import { realTorch, torchVersion, withoutTorch } from '@/test/support/realTorch';
import { temporaryFolder } from '@/test/support/temporaryFolder';
import { torchFileValues } from '@/test/support/torchFiles';
import { decodeWeightsFile } from '@/workers/ml/checkpoint/weightsFile';
import { backboneSpecs } from '@/workers/ml/models/backboneSpecs';
import { stateShapes } from '@/workers/ml/models/stateShapes';
import { importWeights } from '@/workers/ml/weights/importWeights';

const version = torchVersion();
const [major = 0, minor = 0] = (version ?? '').split('.').map(Number);
const zip = major > 1 || minor >= 6;
const classes = 8;
const shapes = stateShapes(backboneSpecs.micro_i3d, classes);

const needsTorch = ({ skip }: TestContext) => skip(version === null, withoutTorch);

describe(`PyTorch ${version ?? '(not installed)'}`, () => {
  it.for(['plain', 'legacy', 'protocol 4', 'half', 'bfloat16', 'double', 'channels_last', 'view', 'parameter'])(
    'writes a checkpoint (%s) whose weights are imported',
    async (kind, context) => {
      needsTorch(context);
      const file = path.join(temporaryFolder(), 'checkpoint.pth.tar');
      realTorch(['write', file, kind], JSON.stringify([...shapes]));
      const { bytes, report } = await importWeights({ path: file, backbone: 'micro_i3d', classes });
      expect(report).toMatchObject({
        format: zip && kind !== 'legacy' ? 'torch_zip' : 'torch_legacy',
        missing: [],
        wrongShape: [],
        prefix: 'module.basenet.',
        classes,
      });
      const { model } = decodeWeightsFile(bytes);
      for (const [index, [name, shape]] of [...shapes].entries()) {
        expect(model.get(name)?.data, name).toEqual(torchFileValues(index, shape));
      }
    },
  );

  it('loads an exported state dict with weights_only, bit for bit, with a counter for every batch norm', async (context) => {
    needsTorch(context);
    context.skip(!zip, `PyTorch ${version} is older than the zip format (1.6)`);
    const state = microState(classes);
    const file = path.join(temporaryFolder(), 'export.pth');
    writeFileSync(file, await encodeTorchStateDict(state));
    const loaded: Record<string, [string, number[], string[]]> = JSON.parse(realTorch(['read', file]));
    const names = [...state.keys()].flatMap((name) =>
      name.endsWith('running_var') ? [name, name.replace('running_var', 'num_batches_tracked')] : [name],
    );
    expect(Object.keys(loaded)).toEqual(names);
    for (const [name, { shape, data }] of state) {
      const [dtype, size, values] = loaded[name]!;
      expect([dtype, size]).toEqual(['torch.float32', shape]);
      expect(Float32Array.from(values, hexFloat), name).toEqual(data);
    }
    expect(loaded['bn1.num_batches_tracked']).toEqual(['torch.int64', [], ['0x0.0p+0']]);
  });
});

/** Python's float.hex() */
function hexFloat(text: string): number {
  const [, sign, whole = '0', fraction = '', exponent] = /^(-?)0x([01])\.?([0-9a-f]*)p([+-]\d+)$/.exec(text)!;
  const value = Number.parseInt(whole + fraction, 16) * 2 ** (Number(exponent) - 4 * fraction.length);
  return sign ? -value : value;
}
