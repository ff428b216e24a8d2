import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { tinyBaseConfig } from '@/test/support/tinyDataset';
import { clipStrips } from '@/workers/ml/evaluate/clipStrips';

describe('strips of a large view', () => {
  it('are JPEG in rows, and every frame lies in its place', async () => {
    const frames = 5;
    const size = { height: 6, width: 4000 };
    const colour = (frame: number) => 40 * (frame + 1);
    const source = {
      info: () => ({ frames: 40, ...size, resized: { height: 6, width: 4000 } }),
      expect: () => undefined,
      close: async () => undefined,
      open: async ([clip]: readonly { frameNumbers: readonly number[] }[]) => {
        const pixels = new Uint8Array(frames * size.height * size.width * 3);
        for (const k of clip!.frameNumbers.keys()) pixels.fill(colour(k), k * 72_000, (k + 1) * 72_000);
        return { original: () => pixels, resized: () => pixels, release: () => undefined };
      },
    };
    const item = { id: 'wide', path: '', kind: 'video' as const, state: 'ok' as const, actions: [], lengthSeconds: 5 };
    const clip = { ...tinyBaseConfig.clip, frames, side: 224, resize: 256 };
    const data = { classes: ['a'], source } as unknown as Parameters<typeof clipStrips>[1];
    const [strip] = await clipStrips(
      { ...tinyBaseConfig, clip, protocol: { ...tinyBaseConfig.protocol, clips: 1 } },
      data,
      item,
    );
    expect(strip).toMatchObject({ columns: 4, resizedMime: 'image/jpeg' });
    for (const bytes of [strip!.original, strip!.resized]) {
      const picture = sharp(bytes);
      expect(await picture.metadata()).toMatchObject({ format: 'jpeg', width: 16_000, height: 12 });
      for (let frame = 0; frame < frames; frame++) {
        const at = { left: (frame % 4) * 4000 + 2000, top: Math.floor(frame / 4) * 6 + 2, width: 1, height: 1 };
        const [red] = await sharp(bytes).extract(at).raw().toBuffer();
        expect(Math.abs(red! - colour(frame))).toBeLessThan(3);
      }
    }
  });
});
