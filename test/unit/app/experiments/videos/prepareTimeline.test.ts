import { describe, expect, it } from 'vitest';
import { clipSpan, prepareTimeline } from '@/app/experiments/[id]/videos/[videoId]/prepareTimeline';

const fps = 8;
const clip = { times: Array.from({ length: 8 }, (_, k) => 1 + k / fps) };
const lanes = (actions: { class: number; start: number; end: number }[], classes = [0]) =>
  prepareTimeline(actions, { clip, classes });

it('knows which part of the video a clip is', () => {
  expect(clipSpan(clip, fps)).toEqual({ start: 1, end: 2 });
});

describe('the timeline of a clip', () => {
  it('is that of the video: one that begins late, and one that ends before the clip does', () => {
    const late = { times: [0.7, 0.825, 0.95, 0.95] }; // the last frame is repeated
    expect(clipSpan(late, fps)).toEqual({ start: 0.7, end: 1.075 });
    const actions = [
      { class: 0, start: 0, end: 0.7 },
      { class: 1, start: 0.9, end: 1 },
    ];
    expect(prepareTimeline(actions, { clip: late, classes: [0, 1] })).toEqual([
      { class: 0, segments: [] },
      { class: 1, segments: [{ from: 0.5, to: 1 }] },
    ]);
  });

  it('marks the frames that lie strictly inside an interval', () => {
    // Borders half a frame before frames 10 and 13: frames 10, 11, 12 are active.
    expect(lanes([{ class: 0, start: 9.5 / fps, end: 12.5 / fps }])).toEqual([
      { class: 0, segments: [{ from: 2 / 8, to: 5 / 8 }] },
    ]);
  });

  it('leaves out a frame on the border itself', () => {
    expect(lanes([{ class: 0, start: 10 / fps, end: 12 / fps }])[0]?.segments).toEqual([{ from: 3 / 8, to: 4 / 8 }]);
  });

  it('cuts intervals at the ends of the clip', () => {
    expect(lanes([{ class: 0, start: 0, end: 3 }])[0]?.segments).toEqual([{ from: 0, to: 1 }]);
  });

  it('keeps intervals of one class apart, and joins those that overlap', () => {
    const apart = [
      { class: 0, start: 7.5 / fps, end: 9.5 / fps },
      { class: 0, start: 13.5 / fps, end: 15.5 / fps },
    ];
    expect(lanes(apart)[0]?.segments).toEqual([
      { from: 0, to: 2 / 8 },
      { from: 6 / 8, to: 1 },
    ]);
    const overlapping = [
      { class: 0, start: 7.5 / fps, end: 11.5 / fps },
      { class: 0, start: 9.5 / fps, end: 13.5 / fps },
    ];
    expect(lanes(overlapping)[0]?.segments).toEqual([{ from: 0, to: 6 / 8 }]);
  });

  it('keeps an empty lane for a class that happens elsewhere', () => {
    expect(lanes([{ class: 1, start: 2.5, end: 3 }], [1, 0])).toEqual([
      { class: 1, segments: [] },
      { class: 0, segments: [] },
    ]);
  });
});
