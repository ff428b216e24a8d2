import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folder, labelsOf, list, listFixture, listText, namesOf, refusal } from '@/test/support/listedFolder';

describe('the order of the classes', () => {
  const twelve = Array.from({ length: 12 }, (_, k) => `v${k}.mp4`);
  it('is numeric where all are whole numbers (numeric/numeric.csv)', async () => {
    const listing = await listFixture('numeric/numeric.csv', twelve);
    expect(namesOf(listing)).toEqual(twelve.map((_, k) => String(k)));
    expect(listing.classOrder).toMatch(/whole numbers/);
    expect(listing.lists[0]).toMatchObject({
      rows: 12,
      header: true,
      columns: [
        { name: 'video', meaning: 'video' },
        { name: 'class', meaning: 'class' },
        { name: 'split', meaning: 'split' },
      ],
      first: [{ line: 2, video: 'v0.mp4', class: '0', index: 0, split: 'train' }, {}, {}],
      last: [{}, {}, { line: 13, video: 'v11.mp4', class: '11', index: 11, split: 'test' }],
    });
  });

  it.each([
    [
      ['10', '9', '-1', '100'],
      ['-1', '9', '10', '100'],
    ],
    [
      ['2.0', '10.0', '1.0'],
      ['1.0', '2.0', '10.0'],
    ],
    [
      ['class 10', 'class 9', 'class 1'],
      ['class 1', 'class 9', 'class 10'],
    ],
    [
      ['run', '10', '9'],
      ['10', '9', 'run'],
    ],
    [
      ['walk', 'Walk', 'run'],
      ['Walk', 'run', 'walk'],
    ],
  ])('of %j is %j', async (names, ordered) => {
    const text = names.map((name, k) => `v${k}.mp4,${name}`).join('\n');
    expect(namesOf(await listText(text, { videos: twelve }))).toEqual(ordered);
  });

  it('says gaps in the numbers, and where they begin', async () => {
    const gaps = await listText('v0.mp4,0\nv1.mp4,1\nv2.mp4,3\n', { videos: twelve });
    expect(gaps.classOrder).toMatch(/Between 0 and 3 no row has 2: /);
    const ones = await listText('v0.mp4,1\nv1.mp4,2\n', { videos: twelve });
    expect(ones.classOrder).toMatch(/begin at 1, so class 1 is the first score/);
    const wide = await listText('v0.mp4,0\nv1.mp4,900000000\n', { videos: twelve });
    expect(wide.classOrder).toMatch(/1, 2, 3, 4, 5 and 899,999,994 more/);
  });

  it.each([
    ['classes.txt', 'zero\none\ntwo\nthree\n'],
    ['Charades_v1_classes.txt', 'c000 zero\nc001 one\nc002 two\nc003 three\n'],
    ['classes.csv', 'id,name\n3,three\n0,zero\n1,one\n2,two\n'],
    ['class_names.txt', '"zero" 0\none 1\ntwo 2\nthree 3\n'],
    ['class_names.json', '{"one": 1, "zero": 0, "three": 3, "two": 2}'],
  ])('is that of %s in the folder, whose names numbers stand for', async (name, content) => {
    const root = folder();
    writeFileSync(join(root, 'labels.csv'), 'a.mp4 0\nb.mp4 3\nc.mp4 1\n');
    writeFileSync(join(root, name), content);
    const listing = await list(root);
    expect(namesOf(listing)).toEqual(['zero', 'one', 'two', 'three']);
    expect(labelsOf(listing)).toEqual({ a: 'zero', b: 'three', c: 'one' });
    expect(listing.classOrder).toContain(join(root, name));
  });

  it('is that of a class list of names, and of a column of numbers', async () => {
    const root = folder();
    writeFileSync(join(root, 'labels.csv'), 'a.mp4,walk\nb.mp4,run\n');
    writeFileSync(join(root, 'classes.txt'), 'walk\nrest\nrun\n');
    expect(namesOf(await list(root))).toEqual(['walk', 'rest', 'run']);
    const column = await listText('path,label,class_id\na.mp4,run,7\nb.mp4,jump,2\nc.mp4,walk,10\n');
    expect(namesOf(column)).toEqual(['jump', 'run', 'walk']);
    const other = await listText('path,label,class_name\na.mp4,1,run\nb.mp4,0,walk\n');
    expect(namesOf(other)).toEqual(['walk', 'run']);
    expect(await refusal(listText('path,label,class_id\na.mp4,run,7\nb.mp4,run,8\n'))).toMatch(
      /line 3: its class has the number 8 here, but 7 on line 2/,
    );
  });

  it('a class list that does not fit is refused where it was named, else a note', async () => {
    const root = folder();
    writeFileSync(join(root, 'labels.csv'), 'a.mp4,walk\nb.mp4,run\n');
    writeFileSync(join(root, 'classes.txt'), 'walk\nrest\n');
    const listing = await list(root);
    expect(namesOf(listing)).toEqual(['run', 'walk']);
    expect(listing.notes.join(' ')).toMatch(/classes\.txt was not used: it does not know the class of line 2/);
    expect(await refusal(list(root, 'labels.csv', 'classes.txt'))).toMatch(
      /line 2: .*classes\.txt does not know its class/,
    );
  });
});
