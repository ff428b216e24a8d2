import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeClip } from './makeClip';

export const charadesHeader = 'id,subject,scene,quality,relevance,verified,script,objects,descriptions,actions,length';

export type CharadesVideo = {
  id: string;
  /** As the CSV writes them, `c000 0.00 1.50;c001 0.50 2.00`. */
  actions: string;
  /** By the CSV. */
  length: number;
  /** Frames of the file, 10 a second; 0 = no file. */
  frames?: number;
  size?: { height: number; width: number };
};

/** A folder as Charades is published, CRLF and quoted commas included, with real videos. */
export function makeCharadesFolder(
  root: string,
  {
    train,
    test,
    classes = ['Holding a cup', 'Opening a door'],
    videos = 'Charades_v1_480',
  }: {
    train: CharadesVideo[];
    test: CharadesVideo[];
    classes?: string[];
    videos?: string;
  },
): void {
  mkdirSync(join(root, videos), { recursive: true });
  mkdirSync(join(root, 'Charades'), { recursive: true });
  const list = classes.map((name, k) => `c${String(k).padStart(3, '0')} ${name}`);
  writeFileSync(join(root, 'Charades', 'Charades_v1_classes.txt'), `${list.join('\n')}\n`);
  writeFileSync(join(root, 'Charades', 'Charades_v1_objectclasses.txt'), 'o000 None\n');
  for (const [split, items] of Object.entries({ train, test })) {
    const lines = items.map(({ id, actions, length }) => csvLine(id, actions, length));
    writeFileSync(join(root, 'Charades', `Charades_v1_${split}.csv`), [charadesHeader, ...lines, ''].join('\r\n'));
    for (const item of items) makeVideo(join(root, videos, `${item.id}.mp4`), item);
  }
}

function csvLine(id: string, actions: string, length: number): string {
  return `${id},HR43,Kitchen,,7,Yes,"A person cooks, then looks out of a window.",food;stove,"A person, alone.",${actions},${length}`;
}

/** A real video whose frames differ. */
export function makeVideo(
  path: string,
  { frames = 12, size = { height: 48, width: 64 } }: Partial<CharadesVideo>,
): void {
  if (frames === 0) return;
  const pictures = Array.from({ length: frames }, (_, k) =>
    new Uint8Array(size.height * size.width * 3).map((_, i) => (i * 7 + k * 40) % 256),
  );
  makeClip({ path, frames: pictures, fps: 10, ...size });
}
