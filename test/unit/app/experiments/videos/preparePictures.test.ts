import { describe, expect, it } from 'vitest';
import { preparePictures } from '@/app/experiments/[id]/videos/[videoId]/preparePictures';

type Input = Parameters<typeof preparePictures>[0];
const nothing: Input['pictures'] = {
  missingFrom: [],
  framesMissing: false,
  expectedBytes: null,
  madeBytes: null,
  requests: [],
};
const look = (pictures: Partial<Input['pictures']>, maps: string[] = []) =>
  preparePictures({
    pictures: { ...nothing, ...pictures },
    evaluations: maps.map((state) => ({ maps: state })) as Input['evaluations'],
  });
const [first, second] = [
  { runId: 'a', runName: 'Attention, concat' },
  { runId: 'b', runName: 'Attention, late' },
] as const;

describe('the pictures of a video', () => {
  it('need no word where all are kept', () => {
    expect(look({}, ['none', 'kept'])).toBeNull();
  });

  it('that were left out are offered, with what they take', () => {
    const missing = { missingFrom: [first, second], framesMissing: true, expectedBytes: 53_477_376 };
    const offered = look(missing, ['none', 'left_out', 'left_out']);
    expect(offered).toMatchObject({ title: 'The frames and maps of 2 rows are not stored', offer: true, requests: [] });
    expect(offered?.text).toContain('about 51.0 MiB');
    expect(look({ ...missing, framesMissing: false }, ['left_out'])?.title).toBe('The maps of 1 row are not stored');
  });

  it('that are on their way are not offered again, those that failed are', () => {
    const asked = { ...first, status: 'RUNNING' as const, message: null };
    const missing = { missingFrom: [first], framesMissing: true };
    expect(look({ ...missing, requests: [asked] })).toMatchObject({
      title: 'The frames are being made',
      requests: [{ text: 'Attention, concat: at work', failed: false }],
      offer: false,
    });
    expect(look({ ...missing, requests: [{ ...asked, status: 'QUEUED' }] })?.requests[0]?.text).toContain('waits');
    const failed = look({ ...missing, requests: [{ ...asked, status: 'SUCCEEDED', message: 'V1.mp4 is gone.' }] });
    expect(failed).toMatchObject({ offer: true, requests: [{ failed: true }] });
    expect(failed?.requests[0]?.text).toContain('V1.mp4 is gone.');
  });

  it('that were made on demand say their size', () => {
    expect(look({ madeBytes: 1_572_864 }, ['made'])).toMatchObject({
      text: expect.stringContaining('1.5 MiB'),
      offer: false,
    });
  });
});
