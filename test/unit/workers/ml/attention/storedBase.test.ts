import { appendFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { backbones } from '@/domain/backbones';
import { type Objective, objectives } from '@/domain/objectives';
import { randomArray } from '@/test/support/random';
import { temporaryFolder } from '@/test/support/temporaryFolder';
import type { Clip } from '@/workers/ml/attention/clip';
import type { FrozenBase } from '@/workers/ml/attention/frozenBase';
import { createStoredBase } from '@/workers/ml/attention/storedBase';
import { baseKey } from '@/workers/ml/saliency/store/baseKey';
import { createBatchKeys } from '@/workers/ml/saliency/store/batchKeys';
import { openRecordStore } from '@/workers/ml/saliency/store/openRecordStore';

const base = 'a'.repeat(64);
const views = new Float32Array(0);

function clipsIn(folder: string): Clip[] {
  return ['a', 'b'].map((id, k) => {
    const path = join(folder, `${id}.mp4`);
    writeFileSync(path, id);
    return {
      item: { id, path, kind: 'video', state: 'ok', actions: [], lengthSeconds: 1 },
      firstFrame: k,
      frameNumbers: [k, k + 1],
      view: {
        source: { height: 30, width: 40 },
        resized: { height: 15, width: 20 },
        offset: { top: 1, left: k },
        side: 12,
        flip: k === 0,
      },
      frameLabels: Float32Array.of(0, 1, k, 0),
      randomKey: { seed: 1, epoch: 0, position: k },
    };
  });
}

/** A base that answers anew each time, so that only an answer that was kept is the same again; it counts the passes it is asked for. */
function countingBase(): FrozenBase & { passes: string[] } {
  const passes: string[] = [];
  const fresh = (values: number) => randomArray(values, 77 + passes.length);
  return {
    passes,
    logits(_, clips) {
      passes.push('forward');
      return fresh(clips.length * 6);
    },
    find: (_, clips, questions) =>
      questions.map(({ objective, maps }) => {
        passes.push(objective);
        const corners = clips.map((_, k) => ({ top: passes.length, left: 3 * k }));
        const map = maps ? Uint8Array.from({ length: clips.length * 9 }, (_, i) => i + passes.length) : null;
        return { logits: fresh(clips.length * 6), corners, maps: map };
      }),
    dispose: () => undefined,
  };
}

async function openStored(folder: string, network: FrozenBase, clips: Clip[], key = base) {
  const options = {
    root: join(folder, 'store'),
    folder: key.slice(0, 32),
    limitBytes: 2 ** 24,
    onStop: () => undefined,
  };
  const items = clips.map(({ item }) => item);
  return createStoredBase(network, openRecordStore(options), await createBatchKeys(key, items));
}

it('asks the network once for every kind of answer, and gives the same bits to every run after it', async () => {
  const folder = temporaryFolder();
  const clips = clipsIn(folder);
  const network = countingBase();
  const first = await openStored(folder, network, clips);
  const questions = [
    { objective: 'cross_entropy', maps: true },
    { objective: 'grad_cam', maps: false },
  ] as const;
  const [logits, answers] = [first.logits(views, clips), first.find(views, clips, questions)];
  expect(network.passes).toEqual(['forward', 'cross_entropy', 'grad_cam']);
  const second = await openStored(folder, network, clips);
  for (const run of [first, second]) {
    expect(run.logits(views, clips)).toEqual(logits);
    expect(run.find(views, clips, questions)).toEqual(answers);
    expect(run.find(views, clips, [questions[1]])).toEqual([answers[1]]);
  }
  expect(network.passes).toHaveLength(3);
  expect([first.counts, second.counts]).toEqual([
    { known: 4, made: 3 },
    { known: 4, made: 0 },
  ]);
  for (const run of [first, second]) run.dispose();
});

it('asks only the questions that are open, and again where maps are wanted that were not kept', async () => {
  const folder = temporaryFolder();
  const clips = clipsIn(folder);
  const network = countingBase();
  const stored = await openStored(folder, network, clips);
  stored.find(views, clips, [{ objective: 'entropy', maps: false }]);
  const both = stored.find(views, clips, [
    { objective: 'cross_entropy', maps: false },
    { objective: 'entropy', maps: false },
  ]);
  expect(network.passes).toEqual(['entropy', 'cross_entropy']);
  expect(both.map(({ corners }) => corners[0]!.top)).toEqual([2, 1]);
  const [withMaps] = stored.find(views, clips, [{ objective: 'entropy', maps: true }]);
  expect(withMaps!.maps).toHaveLength(18);
  expect(network.passes).toEqual(['entropy', 'cross_entropy', 'entropy']);
  expect(stored.find(views, clips, [{ objective: 'entropy', maps: true }])[0]!.maps).toEqual(withMaps!.maps);
  expect(network.passes).toHaveLength(3);
  stored.dispose();
});

const moved = (clip: Clip, change: Partial<Clip['view']>): Clip => ({ ...clip, view: { ...clip.view, ...change } });
const changes: [string, (clips: Clip[], folder: string) => Clip[]][] = [
  ['other frames', ([a, b]) => [{ ...a!, frameNumbers: [0, 2] }, b!]],
  ['the order in the batch', ([a, b]) => [b!, a!]],
  ['a clip less', ([a]) => [a!]],
  ['another crop', ([a, b]) => [moved(a!, { offset: { top: 2, left: 0 } }), b!]],
  ['a flip', ([a, b]) => [a!, moved(b!, { flip: true })]],
  ['another size of the frames', ([a, b]) => [a!, moved(b!, { resized: { height: 16, width: 20 } })]],
  [
    'another size of the file',
    (clips, folder) => {
      appendFileSync(join(folder, 'b.mp4'), 'x');
      return clips;
    },
  ],
  [
    'another time of the file',
    (clips, folder) => {
      utimesSync(join(folder, 'a.mp4'), 5, 5);
      return clips;
    },
  ],
];

it.each(changes)('takes %s for another batch', async (_, change) => {
  const folder = temporaryFolder();
  const network = countingBase();
  const before = clipsIn(folder);
  const first = await openStored(folder, network, before);
  const ask = (run: FrozenBase, clips: Clip[]) => [
    run.logits(views, clips),
    ...run.find(views, clips, [{ objective: 'entropy', maps: false }]),
  ];
  ask(first, before);
  const after = change(before, folder);
  ask(await openStored(folder, network, after), after);
  expect(network.passes).toHaveLength(4);
});

it.each(Object.keys(objectives) as Objective[])(
  '%s depends on the labels if and only if it reads them',
  async (objective) => {
    const folder = temporaryFolder();
    const network = countingBase();
    const before = clipsIn(folder);
    const after = before.map((clip) => ({ ...clip, frameLabels: new Float32Array(4) }));
    const stored = await openStored(folder, network, before);
    for (const clips of [before, after]) stored.find(views, clips, [{ objective, maps: false }]);
    expect(network.passes).toHaveLength(objectives[objective].readsLabels ? 2 : 1);
  },
);

it('keeps nothing of a batch with a video whose file is gone', async () => {
  const folder = temporaryFolder();
  const network = countingBase();
  const clips = clipsIn(folder);
  const lost = clips.map((clip) => ({ ...clip, item: { ...clip.item, path: join(folder, 'none.mp4') } }));
  const stored = await openStored(folder, network, lost);
  for (let k = 0; k < 2; k++) stored.logits(views, lost);
  expect(network.passes).toHaveLength(2);
});

it('is the answer of one base: weights, geometry, loss, threads, engine and ffmpeg each make another', () => {
  const weights = (last: number) => new Map([['w', { shape: [3], data: Float32Array.of(1, 2, last) }]]);
  const setting = {
    model: weights(3),
    backbone: 'micro_i3d',
    geometry: backbones.micro_i3d.clip,
    classes: 8,
    loss: 'sum',
    engine: { libtensorflow: '2.18.0', device: 'cpu', deviceName: 'a CPU', threads: 1 },
    ffmpegVersion: '7',
  } as const;
  const others = [
    { model: weights(3 + 2e-7) },
    { model: new Map([['v', { shape: [3], data: Float32Array.of(1, 2, 3) }]]) },
    { geometry: { ...setting.geometry, boxSide: 31 } },
    { classes: 9 },
    { loss: 'row_mean' } as const,
    { engine: { ...setting.engine, threads: 2 } },
    { engine: { ...setting.engine, libtensorflow: '2.19.0' } },
    { engine: { ...setting.engine, deviceName: 'another CPU' } },
    { ffmpegVersion: '8' },
    { backbone: 'resnet50_i3d' } as const,
  ];
  const keys = others.map((other) => baseKey({ ...setting, ...other }));
  expect(new Set([baseKey(setting), ...keys]).size).toBe(others.length + 1);
  expect(baseKey({ ...setting, model: weights(3) })).toBe(baseKey(setting));
});
