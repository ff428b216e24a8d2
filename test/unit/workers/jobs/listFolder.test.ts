import { spawnSync } from 'node:child_process';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { wholeVideo } from '@/domain/datasetClass';
import { folder, labelsOf, list, listFixture, listText, namesOf, refusal } from '@/test/support/listedFolder';
import { temporaryFolder } from '@/test/support/temporaryFolder';

describe('lists of other tools', () => {
  it.each([
    ['pathlabel.csv', { a: 'walk', b: 'run', c: 'walk', d: 'run' }, 'comma'],
    ['filenameclass.csv', { a: 'walk', b: 'run', c: 'walk', d: 'run' }, 'comma'],
    ['semicolon.csv', { a: 'walk', b: 'run', c: 'walk' }, 'semicolon'],
    ['tabs.csv', { a: 'walk', b: 'run', c: 'walk' }, 'tab'],
    ['slowfast.csv', { a: '0', b: '1', c: '0', d: '1' }, 'space'],
    ['slowfastspaces.csv', { my_clip_1: '0', b: '1', c: '0', d: '1' }, 'space'],
    ['kinetics.csv', { a: 'shaking hands', b: 'clapping' }, 'comma'],
    ['kinetics6.csv', { a: 'shaking hands', b: 'clapping' }, 'comma'],
    ['emptyrow.csv', { a: 'walk', b: 'run', c: 'walk', d: 'run' }, 'comma'],
  ])('lists/%s is read', async (file, labels, delimiter) => {
    const listing = await listFixture(`lists/${file}`);
    expect(labelsOf(listing)).toEqual(labels);
    expect(listing.lists).toMatchObject([{ delimiter }]);
  });

  it('lists/good.csv is read: byte order mark, capitals, quotes, other scripts', async () => {
    const { videos, classes } = await listFixture('lists/good.csv');
    expect(videos.map(({ actions, split }) => [classes[actions[0]?.class ?? 9]?.name, split])).toEqual([
      ['walk', 'train'],
      ['pour, then drink', 'test'],
      ['чай', 'train'],
      ['Walk', 'test'],
    ]);
  });

  it('lists/negative.csv is refused with its line', async () => {
    expect(await refusal(listFixture('lists/negative.csv'))).toMatch(
      /labels\.csv, line 3: "-1" is not a time in seconds: the start is before the beginning/,
    );
  });

  it.each([
    ['path|label|extra\na.mp4|walk|x\nb.mp4|run|y', { a: 'walk', b: 'run' }],
    ['a.mp4|walk\nb.mp4|run', { a: 'walk', b: 'run' }],
    ['class,video\nwalk,a.mp4\nrun,b.mp4', { a: 'walk', b: 'run' }],
    ['walk,a.mp4\nrun,b.mp4', { a: 'walk', b: 'run' }],
    ['a.mp4 shaking hands\nb.mp4 clapping', { a: 'shaking hands', b: 'clapping' }],
    ['# Path Label\na.mp4 3\nb.mp4 4', { a: '3', b: '4' }],
    ['FILE NAME;LABEL\r\na;walk\r\n\r\nb;run\r\n', { a: 'walk', b: 'run' }],
    ['a.mp4,walk,train\nb.mp4,run,test', { a: 'walk', b: 'run' }],
    ['clip_x,label\na.mp4,walk\nb.mp4,run', { a: 'walk', b: 'run' }],
    ['a.mp4,walk,,,\nb.mp4,run,,,', { a: 'walk', b: 'run' }],
    ['video;class;start;end\na.mp4;walk;0,5;1,5\nb.mp4;run;;', { a: 'walk', b: 'run' }],
    ['id,filename,class\n1,a.mp4,walk\n2,b.mp4,run', { a: 'walk', b: 'run' }],
    ['a.mp4\twalk\rb.mp4\trun\r', { a: 'walk', b: 'run' }],
    ['video,class\n  a.mp4 ,  "walk"\nb.mp4,run', { a: 'walk', b: 'run' }],
  ])('%j is read', async (text, labels) => {
    expect(labelsOf(await listText(text))).toEqual(labels);
  });

  it('whole paths into the folder are read, others are not', async () => {
    const root = folder();
    writeFileSync(join(root, 'labels.csv'), `${root}/a.mp4 0\n${root}/b.mp4 1\n`);
    expect(labelsOf(await list(root))).toEqual({ a: '0', b: '1' });
    writeFileSync(join(root, 'labels.csv'), `${root}/a.mp4 0\n/other/b.mp4 1\n`);
    expect(await refusal(list(root))).toMatch(/line 2: "\/other\/b\.mp4" is not a path inside the folder/);
  });

  it('UTF-16 is read, Latin-1 and UTF-16 without a mark are named', async () => {
    const text = 'video,class\na.mp4,Küche\nb.mp4,Bad\n';
    expect(namesOf(await listText(Buffer.from(`\uFEFF${text}`, 'utf16le')))).toEqual(['Bad', 'Küche']);
    const swapped = Buffer.from(`\uFEFF${text}`, 'utf16le').swap16();
    expect(namesOf(await listText(swapped))).toEqual(['Bad', 'Küche']);
    expect(await refusal(listText(Buffer.from(text, 'utf16le')))).toMatch(/UTF-16 without a byte order mark/);
    expect(await refusal(listText(Buffer.from(text, 'latin1')))).toMatch(/Latin-1/);
  });
});

describe('the files of Kinetics', () => {
  const header = 'label,youtube_id,time_start,time_end,split,is_cc';
  it('are found by id and padded seconds, in folders of classes too; the label then holds for the whole file', async () => {
    const videos = ['-bC_1_000010_000020.mp4', 'train/shaking hands/xyz_000007_000017.mkv', 'plain.mp4'];
    const text = `${header}\nclapping,-bC_1,10,20,test,0\nshaking hands,xyz,7,17,train,1\nclapping,plain,1,2,train,0\n`;
    const { videos: listed, notes } = await listText(text, { videos });
    const { start, end } = wholeVideo;
    expect(listed.map(({ path, actions }) => [path.split('/').at(-1), actions])).toEqual([
      ['-bC_1_000010_000020.mp4', [{ class: 0, start, end }]],
      ['xyz_000007_000017.mkv', [{ class: 1, start, end }]],
      ['plain.mp4', [{ class: 0, start: 1, end: 2 }]],
    ]);
    expect(notes.join(' ')).toMatch(/2 of 3 rows .* cut out/);
  });
});

describe('a first line', () => {
  it.each(['clipfile,klasse', 'Pfad,Klasse', 'v,k'])('%j that is no video is no class', async (header) => {
    const message = await refusal(listText(`${header}\na.mp4,walk\nb.mp4,run\n`));
    expect(message).toMatch(/line 1: it names no video of the folder, though other lines do/);
  });

  it('that names a video file is a missing video', async () => {
    expect(labelsOf(await listText('gone.mp4,walk\nb.mp4,run\n'))).toEqual({ gone: 'walk', b: 'run' });
  });

  it('of a list whose video is called "video" is a row', async () => {
    expect(labelsOf(await listText('video,class\na.mp4,walk\n', { videos: ['video.mp4', 'a.mp4'] }))).toEqual({
      video: 'class',
      a: 'walk',
    });
  });
});

it('class names show characters that nobody sees', async () => {
  expect(namesOf(await listText('a.mp4,walk\u202Egnp\nb.mp4,ru\u0007n\n'))).toEqual(['ru\\u0007n', 'walk\\u202Egnp']);
});

describe('mistakes in a list', () => {
  it.each([
    ['video,class,start,end\na.mp4,walk,0,1\nb.mp4,run,2,1', /line 3: it ends at 1 s, but starts at 2 s/],
    ['video,class,split\na.mp4,walk,train\nb.mp4,run,holdout', /line 3: the split is "holdout": write train or test/],
    ['video,class\na.mp4,walk\nb.mp4,run,3', /line 3: 3 fields where 2 are expected/],
    ['video,video,class\na.mp4,b.mp4,walk', /a column that is needed is named twice/],
    ['a.mp4,walk\na.mp4,"run', /a quote that is never closed/],
    ['a.mp4,walk\nb.mp4,1,2,3,4,5', /line 2: 6 fields where 5 are expected/],
    ['video,class,start\na.mp4,,3', /line 2: times without a class/],
    ['video,start\na.mp4,1', /line 2: times without a class/],
    ['video\na.mp4', /names no class/],
  ])('%j are refused with file and line', async (text, message) => {
    const said = await refusal(listText(text));
    expect(said).toMatch(message);
    expect(said).toContain('labels.csv');
  });

  it('a list that can be read in two ways is refused by the names of both', async () => {
    const videos = ['a', 'a,x'].map((name) => `${name}.mp4`);
    expect(await refusal(listText('a,x;walk\n', { videos }))).toMatch(/two ways: with commas or with semicolons/);
  });
});

describe('files that are no lists', () => {
  const secret = 'name,number\nalice,4000123412341234\nbob,4000999999999999\n';
  const nothingOf = (message: string, ...parts: string[]) => {
    for (const part of parts) expect(message).not.toContain(part);
  };

  it('show nothing of what is in them, however they are given', async () => {
    const other = join(temporaryFolder(), 'cards.csv');
    writeFileSync(other, secret, { mode: 0o600 });
    const root = folder();
    const says = await refusal(list(root, other));
    expect(says).toMatch(/is not read as a list of videos|is in /);
    nothingOf(says, 'alice', 'bob', '4000');
    nothingOf(await refusal(list(root, '/etc/passwd')), 'root:', '/bin', 'daemon');
    for (const text of ['alice,"unclosed', 'alice,x"y"', 'x: alice\ny: bob', `${'alice'.repeat(20_000)}\n`]) {
      writeFileSync(other, text);
      nothingOf(await refusal(list(root, other)), 'alice', 'bob');
    }
    writeFileSync(join(root, 'labels.csv'), 'a.mp4,0\nb.mp4,1\n');
    nothingOf(await refusal(list(root, 'labels.csv', '/etc/passwd')), 'root:', 'daemon');
    writeFileSync(other, secret);
    nothingOf(await refusal(list(root, 'labels.csv', other)), 'alice', '4000');
  });

  it('may have as many lines as their size allows', async () => {
    expect(await refusal(listText('no\n'.repeat(150_000)))).toMatch(/is not read as a list of videos/);
  });

  it('are never opened for long: pipes, devices, folders, endless and empty files', async () => {
    const root = folder();
    expect(spawnSync('mkfifo', [join(root, 'pipe')]).status).toBe(0);
    for (const name of ['pipe', '/dev/zero', '/dev/tty', '/dev/null', '.']) {
      expect(await refusal(list(root, name))).toMatch(/is not a file|cannot be read/);
    }
    for (const name of ['/proc/self/environ', '/proc/kallsyms', '/proc/self/mem']) {
      expect(await refusal(list(root, name))).toMatch(/is empty|cannot be read/);
    }
  });
});

describe('symbolic links', () => {
  it('to a list in the folder are read; one that leads out is refused unless it was typed as a whole path', async () => {
    const root = folder();
    const outside = join(temporaryFolder(), 'secret.csv');
    writeFileSync(outside, 'a.mp4,walk\nb.mp4,run\n');
    writeFileSync(join(root, 'real.csv'), 'a.mp4,walk\nb.mp4,run\n');
    symlinkSync('real.csv', join(root, 'inside.csv'));
    symlinkSync(outside, join(root, 'outside.csv'));
    expect(namesOf(await list(root, 'inside.csv'))).toEqual(['run', 'walk']);
    const message = await refusal(list(root, 'outside.csv'));
    expect(message).toMatch(/outside\.csv is a symbolic link that leads out of/);
    for (const part of ['secret', 'walk', 'a.mp4']) expect(message).not.toContain(part);
    expect(namesOf(await list(root, join(root, 'outside.csv')))).toEqual(['run', 'walk']);
  });
});

describe('large lists', () => {
  it('with too many rows, classes or bytes are refused by name, whatever is in them', async () => {
    const many = 'a.mp4,walk\n'.repeat(1_100_000);
    expect(await refusal(listText(many))).toMatch(/more than 1,000,000 lines/);
    const classes = Array.from({ length: 200_000 }, (_, k) => `a.mp4,class number ${k}`).join('\n');
    expect(await refusal(listText(classes))).toMatch(/names more than 100,000 classes/);
    const videos = Array.from({ length: 300_001 }, (_, k) => `v${k}.mp4,walk`).join('\n');
    expect(await refusal(listText(`a.mp4,walk\n${videos}`))).toMatch(/names 300,002 videos; .* at most 300,000/);
    expect(await refusal(listText(Buffer.alloc(100 * 2 ** 20, 'a')))).toMatch(/100 MiB: that is no annotation file/);
  });

  it('whose first videos are missing and named without endings are read once they have the header that the refusal advises', async () => {
    const gone = Array.from({ length: 5000 }, (_, k) => `gone ${k};walk`);
    const text = [...gone, ...Array.from({ length: 5000 }, () => 'a;run')].join('\n');
    const said = await refusal(listText(text));
    expect(said).toMatch(/its first lines name a video of .*begin it with the line "video,class"/);
    expect(namesOf(await listText(`video;class\n${text}`))).toEqual(['run', 'walk']);
  });

  it('may have fields of many lines, wherever what is tried out of them ends', async () => {
    const row = (video: string, label: string) => `${video}.mp4,${label},"${'line\n'.repeat(80)}"\n`;
    const text = `video,class,note\n${row('a', 'walk').repeat(200)}${row('b', 'run').repeat(100)}`;
    expect(namesOf(await listText(text))).toEqual(['run', 'walk']);
  });
});
