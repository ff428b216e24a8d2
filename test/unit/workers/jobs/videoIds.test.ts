import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { submissionLine } from '@/domain/submissionFile';
import { hostileName, hostileNames } from '@/test/support/hostileNames';
import { readSubmission } from '@/test/support/readSubmission';
import { videoIds } from '@/workers/jobs/layouts/videoIds';

const idOf = (path: string) => videoIds([path]).get(path);

describe('ids of own videos', () => {
  const paths = [
    'kitchen/clip 1.mp4',
    'kitchen_clip_1.mkv',
    'a.mp4',
    'a.avi',
    'A.mp4',
    'K\u00fcche.mp4',
    'Ku\u0308che.mp4',
    'Ki\u00dfche.mp4',
    `${'x'.repeat(300)}.mp4`,
    `${'x'.repeat(300)}y.mp4`,
    '..hidden.mp4',
    '\u6f22.mp4',
    '\u6f22\u3164.mp4',
  ];

  it.each([
    ['46GP8.mp4', '46GP8'],
    ['sub/N11GT.mp4', 'sub_N11GT'],
    ['my video (1).mp4', 'my_video_1_'],
    ['厨房 (1).mp4', '厨房_1_'],
    ['Кухня/Вид 2.mp4', 'Кухня_Вид_2'],
    ['مطبخ.mp4', 'مطبخ'],
    ['रसोई.mp4', 'रसोई'],
    ['cafe\u0301.mp4', 'caf\u00e9'],
    ['\u202Egpj.mp4', 'gpj'],
  ])('of %j is %j: its name, as readable as it was', (path, id) => expect(idOf(path)).toBe(id));

  it('are distinct also for whoever does not tell capitals and composed letters apart', () => {
    const ids = [...videoIds(paths).values()].map((id) => id.normalize('NFD').toLowerCase());
    expect(new Set(ids).size).toBe(paths.length);
    expect([...videoIds(paths).values()].filter((id) => /^a\b/i.test(id))).toHaveLength(3);
  });

  it('do not depend on the order of the rows', () => {
    expect(videoIds([...paths].reverse())).toEqual(videoIds(paths));
  });

  it('keep the ends of long names, where they differ', () => {
    const id = idOf(`${'recording_of_the_kitchen_'.repeat(6)}take_0042.mp4`);
    expect(id).toMatch(/^recording_of_the_kitchen_.*take_0042-[0-9a-f]{8}$/);
    expect(id?.length).toBeLessThanOrEqual(80);
  });

  it('hold nothing that means anything in an address, a file name or a line of scores, whatever the names', () => {
    fc.assert(
      fc.property(fc.uniqueArray(hostileName, { minLength: 1, maxLength: 5 }), (names) => {
        const files = names.map((name) => `${name}.mp4`);
        const ids = videoIds(files);
        for (const id of ids.values()) {
          expect(id).toMatch(/^[\p{L}\p{N}_-][\p{L}\p{N}\p{M}_-]*$/u);
          expect(Buffer.byteLength(id)).toBeLessThanOrEqual(170);
        }
        const known = new Set(ids.values());
        expect(known.size).toBe(files.length);
        const text = [...known].map((id, k) => `${submissionLine(id, [k])}\n`).join('');
        const { scores, unknown } = readSubmission(text, { classes: 1, known });
        expect([unknown, [...scores]]).toEqual([0, [...known].map((id, k) => [id, Float64Array.of(k)])]);
      }),
      { examples: [[hostileNames]], numRuns: 200 },
    );
  });
});
