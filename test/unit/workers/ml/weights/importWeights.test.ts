import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { encodeSafetensors } from '@/domain/formats/safetensors';
import { encodeTorchStateDict } from '@/domain/formats/torchFile';
import { weightsReportSchema } from '@/domain/weightsReport';
import { microState } from '@/test/support/microState';
import { temporaryFolder } from '@/test/support/temporaryFolder';
import { createTorchFiles, torchFileValues } from '@/test/support/torchFiles';
import { decodeWeightsFile, encodeWeightsFile } from '@/workers/ml/checkpoint/weightsFile';
import { backboneSpecs } from '@/workers/ml/models/backboneSpecs';
import { checkStateDict, type StateDict } from '@/workers/ml/models/stateDict';
import { stateShapes } from '@/workers/ml/models/stateShapes';
import { importWeights } from '@/workers/ml/weights/importWeights';
import { WeightsRefusal } from '@/workers/ml/weights/weightsRefusal';

const files = createTorchFiles();
const classes = 8;
const shapes = stateShapes(backboneSpecs.micro_i3d, classes);
const backboneNames = [...shapes.keys()].filter((name) => !name.startsWith('fc.'));

const importFile = (file: string, wanted: number | null = classes) =>
  importWeights({ path: file, backbone: 'micro_i3d', classes: wanted });
const safetensors = (state: StateDict): string => {
  const file = path.join(temporaryFolder(), 'state.safetensors');
  writeFileSync(file, encodeSafetensors({ tensors: state, metadata: {} }));
  return file;
};
const refused = async (file: string): Promise<WeightsRefusal> => {
  const error = await importFile(file).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(WeightsRefusal);
  return error as WeightsRefusal;
};

describe('weights that fit', () => {
  it.each([
    '',
    'module.',
    'module.basenet.',
    'basenet.mA.',
    'module.encoder.',
    'model.',
    'net.backbone.',
    'a.b.module.c.',
  ])('are found behind the prefix "%s"', async (prefix) => {
    const file = files.write(shapes, { file: 'prefix.pth', container: 'zip', wrap: 'pvr', prefix });
    const { bytes, report } = await importFile(file);
    expect(weightsReportSchema.parse(report)).toMatchObject({
      missing: [],
      wrongShape: [],
      inflated: false,
      prefix,
      classes,
    });
    expect(new Set(report.used)).toEqual(new Set(shapes.keys()));
    const { model, backbone, classes: head, source } = decodeWeightsFile(bytes);
    expect({ backbone, head, source }).toEqual({ backbone: 'micro_i3d', head: classes, source: 'prefix.pth' });
    checkStateDict(model, shapes, 'Micro-I3D');
    for (const [index, [name, shape]] of [...shapes].entries()) {
      expect(model.get(name)?.data, name).toEqual(torchFileValues(index, shape));
    }
  });

  it('lose a head of another class count, and the report says so', async () => {
    const file = files.write(stateShapes(backboneSpecs.micro_i3d, 400), { file: 'kinetics.pth', container: 'legacy' });
    const { bytes, report } = await importFile(file);
    expect(report.headReplaced).toEqual({ from: 400, to: classes });
    expect(report.used).toEqual(backboneNames);
    expect(report.ignored.filter(({ name }) => name.startsWith('fc.')).map(({ reason }) => reason)).toEqual([
      'a head of 400 classes instead of 8; a new one is drawn',
      'a head of 400 classes instead of 8; a new one is drawn',
    ]);
    const decoded = decodeWeightsFile(bytes);
    expect(decoded.classes).toBeNull();
    expect([...decoded.model.keys()]).toEqual(backboneNames);
  });

  it('keep a head of any class count where none is asked for', async () => {
    const file = files.write(stateShapes(backboneSpecs.micro_i3d, 400), { file: 'kinetics.pth', container: 'zip' });
    const { bytes, report } = await importFile(file, null);
    expect(report).toMatchObject({ classes: 400, headReplaced: null });
    expect(decodeWeightsFile(bytes)).toMatchObject({ classes: 400 });
  });

  it('may come without a head, and with half of one it is left out', async () => {
    const state = microState(classes);
    state.delete('fc.bias');
    const { report } = await importFile(safetensors(state));
    expect(report).toMatchObject({ classes: null, headReplaced: null });
    expect(report.ignored).toEqual([{ name: 'fc.weight', reason: 'half of a head; a new one is drawn' }]);
    state.delete('fc.weight');
    expect((await importFile(safetensors(state))).report.ignored).toEqual([]);
  });

  it('of an image network are repeated over time and divided by the repetitions', async () => {
    const flat = [...stateShapes(backboneSpecs.micro_i3d, 1000)].map(([name, shape]) => {
      if (shape.length !== 5) return [name, shape] as const;
      const [o = 0, i = 0, , h = 0, w = 0] = shape;
      return [name, name === 'fc.weight' ? [o, i] : [o, i, h, w]] as const;
    });
    const file = files.write(flat, { file: 'resnet.pth', container: 'zip', counters: false });
    const { bytes, report } = await importFile(file);
    expect(report).toMatchObject({
      inflated: true,
      classes: null,
      headReplaced: { from: 1000, to: classes },
      wrongShape: [],
    });
    const { model } = decodeWeightsFile(bytes);
    for (const [index, [name, shape2d]] of flat.entries()) {
      if (name.startsWith('fc.')) continue;
      const values = torchFileValues(index, shape2d);
      const { shape, data } = model.get(name)!;
      expect(shape).toEqual([...shapes.get(name)!]);
      if (shape.length === 1) {
        expect(data).toEqual(values);
        continue;
      }
      const [, , t = 1, h = 1, w = 1] = shape;
      // Element (o, i, t, y, x) is the element (o, i, y, x) of the image kernel over the kernel's length in time.
      const wanted = data.map((_, at) => {
        const area = h * w;
        const kernel = Math.floor(at / (t * area));
        return values[kernel * area + (at % area)]! / t;
      });
      expect(data, name).toEqual(wanted);
    }
  });

  it('come back bit for bit from our own export, our weights file and safetensors', async () => {
    const state = microState(classes);
    const folder = temporaryFolder();
    const torch = path.join(folder, 'a.pth');
    const own = path.join(folder, 'a.weights');
    writeFileSync(torch, await encodeTorchStateDict(state));
    writeFileSync(own, encodeWeightsFile({ backbone: 'micro_i3d', classes, source: 'x', model: state }));
    for (const file of [torch, own, safetensors(state)]) {
      expect([...decodeWeightsFile((await importFile(file)).bytes).model]).toEqual([...state]);
    }
  });

  it('of a checkpoint of a run are taken without its momentum', async () => {
    const state = microState(classes);
    const stored: StateDict = new Map([...state].map(([name, tensor]) => [`model.${name}`, tensor]));
    for (const [name, tensor] of state) stored.set(`momentum.${name}`, tensor);
    const { bytes, report } = await importFile(safetensors(stored));
    expect([...decodeWeightsFile(bytes).model]).toEqual([...state]);
    expect(report.ignored).toHaveLength(state.size);
    expect(new Set(report.ignored.map(({ reason }) => reason))).toEqual(new Set(['a momentum buffer']));
  });
});

describe('weights that do not fit', () => {
  it('because arrays are missing are refused with their names', async () => {
    const state = microState(classes);
    state.delete('layer1.0.conv1.weight');
    state.delete('bn1.running_mean');
    const { report, message, code } = await refused(safetensors(state));
    expect(report.missing).toEqual(['bn1.running_mean', 'layer1.0.conv1.weight']);
    expect(code).toBe('checkpoint_invalid');
    expect(message).toMatch(/do not fit Micro-I3D: 2 missing: bn1\.running_mean, layer1\.0\.conv1\.weight/);
  });

  it('because an array has another shape are refused with both shapes', async () => {
    const state = microState(classes);
    state.set('bn1.weight', { shape: [5], data: new Float32Array(5) });
    const { report, message } = await refused(safetensors(state));
    expect(report.wrongShape).toEqual([{ name: 'bn1.weight', found: [5], wanted: [...shapes.get('bn1.weight')!] }]);
    expect(message).toMatch(/bn1\.weight \[5\] instead of \[/);
  });

  it('because they are of another backbone are refused', async () => {
    const file = safetensors(microState(classes));
    const error = await importWeights({ path: file, backbone: 'resnet50_i3d', classes }).catch(
      (reason: unknown) => reason,
    );
    expect((error as WeightsRefusal).message).toMatch(/do not fit ResNet50-I3D.*Choose the backbone/);
  });

  it('because they hold integers where weights belong are refused', async () => {
    const file = files.write(shapes, { file: 'integers.pth', container: 'zip', storage: 'LongStorage' });
    const { report, message } = await refused(file);
    expect(message).toContain('of a type that is not read: conv1.weight (int64)');
    expect(report.missing).toEqual(backboneNames);
  });

  it.each([
    ['NaN', Number.NaN, 'not finite'],
    ['infinity', Number.POSITIVE_INFINITY, 'not finite'],
  ])('because of %s are refused with the count', async (_, value, what) => {
    const state = microState(classes);
    state.get('conv1.weight')!.data.fill(value, 2, 5);
    const { report, message } = await refused(safetensors(state));
    expect(report.badValues).toEqual([{ name: 'conv1.weight', count: 3, what }]);
    expect(message).toMatch(/conv1\.weight \(3 not finite\).*sound copy/);
  });

  it('because a variance is negative are refused, while other numbers may be', async () => {
    const state = microState(classes);
    state.get('bn1.running_var')!.data[1] = -1e-6;
    state.get('bn1.running_mean')!.data[1] = -1e-6;
    expect((await refused(safetensors(state))).report.badValues).toEqual([
      { name: 'bn1.running_var', count: 1, what: 'negative variance' },
    ]);
  });

  it('because two networks are in the file are refused with both names', async () => {
    const state = microState(classes);
    state.set('module.conv1.weight', state.get('conv1.weight')!);
    await expect(importFile(safetensors(state))).rejects.toThrow(
      /"conv1\.weight" and "module\.conv1\.weight" are both/,
    );
  });
});

it('an import tells how far it is and stops when asked to', async () => {
  const file = safetensors(microState(classes));
  const told: [number, number][] = [];
  const stop = new AbortController();
  const onProgress = (done: number, total: number) => {
    told.push([done, total]);
    if (done === 3) stop.abort();
  };
  const importing = importWeights({ path: file, backbone: 'micro_i3d', classes, onProgress, signal: stop.signal });
  await expect(importing).rejects.toMatchObject({ name: 'AbortError' });
  expect(told).toEqual([1, 2, 3].map((done) => [done, shapes.size]));
});
