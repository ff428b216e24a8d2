import { describe, expect, it } from 'vitest';
import type { ClipGeometry } from '@/domain/clipGeometry';
import { randomArray } from '@/test/support/random';
import type { Clip } from '@/workers/ml/attention/clip';
import type { FrozenBase } from '@/workers/ml/attention/frozenBase';
import { createViewComposer, type SecondViewPlan } from '@/workers/ml/attention/viewComposer';
import type { FrameSource } from '@/workers/ml/data/frames/frameSource';
import { allPixels } from '@/workers/ml/data/frames/makePixels';
import { extractView } from '@/workers/ml/views/extractView';
import { heldFrames } from '@/workers/ml/views/heldFrames';

// A video whose original is its resized version at three times the size, every pixel repeated: the way back of F can be
// checked exactly, since a box of the original then holds the very values of the view.
const geometry: ClipGeometry = { frames: 2, fps: 8, resize: 16, side: 12, boxSide: 4, aspect: 'keep' };
const resized = { height: 16, width: 20 };
const source = { height: 48, width: 60 };
const frames = 5;
const small = Uint8Array.from(randomArray(frames * 16 * 20 * 3, 7, 0, 256), Math.floor);
const at = (t: number, y: number, x: number, c: number) => small[((t * 16 + y) * 20 + x) * 3 + c]!;
const frameSource: FrameSource = {
  info: () => ({ frames, startSeconds: 0, ...source, resized }),
  async open(requests) {
    const framesOf = (clip: number) => requests[clip]?.frameNumbers ?? [];
    const resizedFrames = (k: number) =>
      new Uint8Array(Buffer.concat(framesOf(k).map((t) => small.subarray(t * 16 * 20 * 3, (t + 1) * 16 * 20 * 3))));
    const held = (k: number) => {
      const out = new Uint8Array(framesOf(k).length * 48 * 60 * 3);
      let to = 0;
      for (const t of framesOf(k))
        for (let y = 0; y < 48; y++)
          for (let x = 0; x < 60; x++)
            for (let c = 0; c < 3; c++) out[to++] = at(t, Math.floor(y / 3), Math.floor(x / 3), c);
      return heldFrames(out, { top: 0, left: 0, ...source }, framesOf(k).length);
    };
    return {
      input(k) {
        const input = requests[k]!.input!;
        if (input.resampling === 'bilinear_float') return allPixels({ make: 'input', input }, held(k));
        const out = new Float32Array(framesOf(k).length * input.view.side ** 2 * 3);
        extractView({ ...input, resized: resizedFrames(k), frames: framesOf(k).length, out, at: 0 });
        return out;
      },
      focused: async (k, focused) => allPixels({ make: 'focused', focused }, held(k)),
      original: async (k, region) => allPixels({ make: 'original', region }, held(k)),
      resized: async (k) => resizedFrames(k),
      release: () => void released.push(requests.length),
    };
  },
  expect: () => undefined,
  waitedMs: () => 0,
  close: async () => undefined,
};
const released: number[] = [];
const clip = (flip: boolean): Clip => ({
  item: { id: 'v', path: 'v.mp4', kind: 'video', state: 'ok', actions: [], lengthSeconds: 1 },
  firstFrame: 1,
  frameNumbers: [1, 2],
  view: { source, resized, offset: { top: 3, left: 5 }, side: 12, flip },
  frameLabels: new Float32Array(2),
  randomKey: { seed: 1, epoch: 0, position: flip ? 1 : 0 },
});
/** A base that finds the pixel (top 6, left 2) of the (flipped) view most salient. */
const frozen: FrozenBase = {
  logits: () => new Float32Array(0),
  find: (_, clips, questions) =>
    questions.map(({ maps }) => ({
      logits: new Float32Array(4),
      corners: clips.map(() => ({ top: 6, left: 2 })),
      maps: maps ? new Uint8Array(clips.length * 144) : null,
    })),
  dispose: () => undefined,
};
const backbone = { normalisation: { mean: [0, 0, 0], std: [1, 1, 1] }, resampling: 'lanczos_uint8' } as const;
const composer = createViewComposer({ source: frameSource, geometry, backbone, truth: null, finder: frozen });
const compose = async (clips: Clip[], plan: SecondViewPlan) => (await composer(clips, [plan]))[0]!;

describe.each([false, true])('composing views (flipped: %s)', async (flip) => {
  const clips = [clip(flip)];
  const attention = await compose(clips, { secondView: 'attention', cropSource: 'original', objective: 'entropy' });

  it('cuts V_in by resize, crop and flip', async () => {
    const { views } = await compose(clips, { secondView: 'none', cropSource: 'upscaled', objective: null });
    for (const [t, y, x, c] of [
      [0, 0, 0, 0],
      [1, 11, 11, 2],
      [0, 4, 7, 1],
    ] as const) {
      const column = 5 + (flip ? 11 - x : x);
      expect(views[((t * 12 + y) * 12 + x) * 3 + c]).toBe(at(1 + t, 3 + y, column, c));
    }
  });

  it('maps the most salient box of the flipped view back to the original frame', () => {
    const left = 5 + (flip ? 12 - 4 - 2 : 2);
    expect(attention.boxes).toEqual([{ top: 3 * (3 + 6), left: 3 * left, height: 12, width: 12 }]);
  });

  it('gives the focused view the values of that box: original and V_in agree where the original has no more detail', () => {
    // 12 x 12 original pixels (4 x 4 repeated three times) at side 12 need no interpolation
    for (let y = 0; y < 12; y++)
      for (let x = 0; x < 12; x++) {
        const inView = attention.views[((6 + Math.floor(y / 3)) * 12 + 2 + Math.floor(x / 3)) * 3]!;
        expect(attention.second![(y * 12 + x) * 3]).toBeCloseTo(inView, 3);
      }
  });

  it('passes the logits of the network that made the maps on, so that they are computed once', () => {
    expect(attention.saliencyFrom?.finder).toBe(frozen);
    expect(attention.saliencyFrom?.logits).toHaveLength(4);
  });

  it('takes the same random box for the same place in training, whatever the crop source', async () => {
    const plan = { secondView: 'random_crop', objective: null } as const;
    const original = await compose(clips, { ...plan, cropSource: 'original' });
    const upscaled = await compose(clips, { ...plan, cropSource: 'upscaled' });
    expect(original.boxes).toEqual(upscaled.boxes);
  });

  it('repeats V_in itself', async () => {
    const repeat = await compose(clips, { secondView: 'repeat', cropSource: 'upscaled', objective: null });
    expect(repeat.second).toBe(repeat.views);
    expect(released.pop()).toBe(1); // the clips are let go
  });
});

describe('a backbone that resizes in float', () => {
  const inFloat = { normalisation: backbone.normalisation, resampling: 'bilinear_float' } as const;
  const composerInFloat = createViewComposer({
    source: frameSource,
    geometry,
    backbone: inFloat,
    truth: null,
    finder: frozen,
  });

  it.each([false, true])('takes V_in straight from the original frames (flipped: %s)', async (flip) => {
    const plan = { secondView: 'attention', cropSource: 'original', objective: 'entropy' } as const;
    const { views, second, boxes } = (await composerInFloat([clip(flip)], [plan]))[0]!;
    // Three original pixels make one: a pixel of the view is centred on the middle one, so it has exactly its value.
    for (const [t, y, x, c] of [
      [0, 0, 0, 0],
      [1, 11, 11, 2],
      [0, 4, 7, 1],
    ] as const)
      expect(views[((t * 12 + y) * 12 + x) * 3 + c]).toBe(at(1 + t, 3 + y, 5 + (flip ? 11 - x : x), c));
    expect(boxes).toEqual([{ top: 27, left: 3 * (5 + (flip ? 6 : 2)), height: 12, width: 12 }]);
    expect(second![0]).toBeCloseTo(views[(6 * 12 + 2) * 3]!, 3);
  });
});

describe('composing ahead', () => {
  const plan = { secondView: 'attention', cropSource: 'original', objective: 'entropy' } as const;
  const [first, second] = [clip(false), clip(true)];

  it('finds the boxes of the next clips before it returns, once, and gives what it would give without', async () => {
    const asked: string[] = [];
    const finder: FrozenBase = {
      ...frozen,
      find(views, clips, questions) {
        asked.push(clips.map(({ view }) => (view.flip ? 'second' : 'first')).join());
        return frozen.find(views, clips, questions);
      },
    };
    const composer = createViewComposer({ source: frameSource, geometry, backbone, truth: null, finder });
    released.length = 0;
    const before = await composer([first], [plan], { clips: [second], plans: [plan] });
    expect(asked).toEqual(['first', 'second']);
    const after = await composer([second], [plan]);
    expect(asked).toEqual(['first', 'second']);
    expect(released).toEqual([1, 1]);
    expect(before[0]!.second).toEqual((await compose([first], plan)).second);
    expect(after[0]!.second).toEqual((await compose([second], plan)).second);
    expect(after[0]!.boxes).toEqual((await compose([second], plan)).boxes);
  });

  it('looks again where other clips, or other plans, come than were announced', async () => {
    let finds = 0;
    const finder: FrozenBase = {
      ...frozen,
      find(...all) {
        finds += 1;
        return frozen.find(...all);
      },
    };
    const composer = createViewComposer({ source: frameSource, geometry, backbone, truth: null, finder });
    await composer([first], [plan], { clips: [second], plans: [plan] });
    const [found] = await composer([first], [plan], { clips: [first], plans: [plan] });
    expect(found!.boxes).toEqual((await compose([first], plan)).boxes);
    expect(finds).toBe(4);
    const [upscaled] = await composer([first], [{ ...plan, cropSource: 'upscaled' }]);
    expect(upscaled!.second).toEqual((await compose([first], { ...plan, cropSource: 'upscaled' })).second);
    expect(finds).toBe(5);
  });

  it('tells whoever asks for them that the next clips cannot be read', async () => {
    const broken: FrameSource = {
      ...frameSource,
      open: (requests) =>
        requests[0]!.input!.view.flip ? Promise.reject(new Error('unreadable')) : frameSource.open(requests),
    };
    const composer = createViewComposer({ source: broken, geometry, backbone, truth: null, finder: frozen });
    await expect(composer([first], [plan], { clips: [second], plans: [plan] })).rejects.toThrow('unreadable');
    await expect(composer([second], [plan])).rejects.toThrow('unreadable');
    expect((await composer([first], [plan]))[0]!.boxes).toEqual((await compose([first], plan)).boxes);
  });
});
