import { describe, expect, it } from 'vitest';
import { wholeVideo } from '@/domain/datasetClass';
import { reasonOf, type ScannedRow, summarizeScan } from '@/domain/importReport';
import { findingLabel, findingsOf, scanFindings } from '@/domain/scanFindings';
import type { VideoScan } from '@/domain/videoStates';

const ok = (changes: Partial<Extract<VideoScan, { state: 'ok' }>> = {}): VideoScan => ({
  ...{ state: 'ok', frames: 300, height: 480, width: 854, durationSeconds: 10, frameRate: 30, remarks: [] },
  ...changes,
});
const about = (changes: Partial<Parameters<typeof findingsOf>[0]>) =>
  findingsOf({ actions: [{ class: 0, start: 0, end: 5 }], lengthSeconds: 10, scan: ok(), ...changes });

describe('what is said about a video', () => {
  it('is that it is labelled, where nothing is wrong', () => {
    expect(about({})).toEqual(['labelled']);
    expect(about({ actions: [] })).toEqual(['unlabelled']);
  });

  it('is that it is short of a clip only below the length of the clip', () => {
    expect(about({ lengthSeconds: null, scan: ok({ durationSeconds: 8 }) })).toEqual(['labelled']);
    expect(about({ lengthSeconds: null, scan: ok({ durationSeconds: 7.99 }) })).toContain('too_short:resnet50_i3d');
    expect(about({ lengthSeconds: null, scan: ok({ durationSeconds: 0.9 }) })).toContain('too_short:micro_i3d');
  });

  it('is that focusing does not pay up to the side that F resizes to, whichever side is the shorter', () => {
    expect(about({ scan: ok({ height: 256, width: 340 }) })).toContain('too_low:resnet50_i3d');
    expect(about({ scan: ok({ height: 340, width: 256 }) })).toContain('too_low:resnet50_i3d');
    expect(about({ scan: ok({ height: 257, width: 340 }) })).toEqual(['labelled']);
  });

  it('is that the length differs from more than a second on', () => {
    expect(about({ lengthSeconds: 11 })).toEqual(['labelled']);
    expect(about({ lengthSeconds: 11.01 })).toContain('length_differs');
    expect(about({ lengthSeconds: 8.5 })).toContain('length_differs');
  });

  it('measures actions by the annotation file, or by the video where that says nothing; an open end is no mistake', () => {
    const until = (end: number) => ({ actions: [{ class: 0, start: 0, end }] });
    expect(about({ ...until(10.5) })).toContain('actions_after_end');
    expect(about({ ...until(10.5), lengthSeconds: null })).toContain('actions_after_end');
    expect(about({ actions: [{ class: 0, ...wholeVideo }] })).toEqual(['labelled']);
    expect(about({ actions: [{ class: 0, start: 5, end: 4 }] })).toContain('backward_actions');
  });

  it('has words for every finding', () => {
    for (const finding of scanFindings) expect(findingLabel(finding)).toMatch(/^[a-z].{5,}/);
    expect(new Set(scanFindings.map(findingLabel)).size).toBe(scanFindings.length);
  });
});

describe('the report of an import', () => {
  const row = (changes: Partial<ScannedRow>): ScannedRow => ({
    ...{ split: 'train', path: '/v/a.mp4', actions: [{ class: 1, start: 0, end: 5 }], lengthSeconds: 10, scan: ok() },
    ...changes,
  });

  it('counts each split for itself, and the classes that nobody shows', () => {
    const rows = [
      row({}),
      row({
        actions: [
          { class: 1, start: 0, end: 12 },
          { class: 1, start: 0, end: 2 },
        ],
      }),
      row({ split: 'test', actions: [] }),
    ];
    const { splits } = summarizeScan(rows, { classes: 3 });
    expect(splits).toEqual([
      {
        split: 'train',
        videos: 2,
        findings: { labelled: 2, actions_after_end: 1 },
        seconds: 20,
        actions: 3,
        actionsAfterEnd: 1,
        emptyClasses: [0, 2],
      },
      {
        split: 'test',
        videos: 1,
        findings: { unlabelled: 1 },
        seconds: 10,
        actions: 0,
        actionsAfterEnd: 0,
        emptyClasses: [0, 1, 2],
      },
    ]);
  });

  it('puts together reasons that differ in path and numbers only', () => {
    const broken = (path: string, bytes: number) =>
      row({
        path,
        scan: {
          state: 'undecodable',
          message: `The video ${path} cannot be decoded: it is cut short: ${bytes} bytes of its end are missing. Replace the file.`,
        },
      });
    const { reasons } = summarizeScan(
      [broken('/v/a.mp4', 12), broken('/v/b 7.mp4', 99), row({ scan: { state: 'missing', message: 'gone' } })],
      { classes: 1 },
    );
    expect(reasons).toEqual([
      { reason: 'The video cannot be decoded: it is cut short: n bytes of its end are missing.', videos: 2 },
      { reason: 'The file is missing.', videos: 1 },
    ]);
    expect(reasonOf('/v/a.mp4 is not an MP4 video. Replace it.', '/v/a.mp4')).toBe('The video is not an MP4 video.');
  });
});
