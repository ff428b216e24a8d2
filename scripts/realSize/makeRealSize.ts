import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { classCode, classesText } from '@/workers/ml/data/microCharades/annotations';
import { renderWideVideo, type WideVideo } from './renderWideVideo';

export type RealSizeRequest = {
  /** Folder to make, in the layout of Charades: `Charades_v1_480/<id>.mp4` and `Charades/Charades_v1_*`. */
  root: string;
  ffmpegPath: string;
  trainVideos: number;
  testVideos: number;
  /** Filmed videos to add to the test split, without labels. */
  filmed?: string[];
  onVideo?: (done: number, total: number) => void;
};

const header = 'id,subject,scene,quality,relevance,verified,script,objects,descriptions,actions,length';
const dataSeed = 23;

/** Makes a small data set of real-size video, with annotation files as Charades has them: quoted commas, CRLF, empty fields. */
export async function makeRealSize(request: RealSizeRequest): Promise<void> {
  const { root, ffmpegPath, trainVideos, testVideos, filmed = [], onVideo } = request;
  const [videos, annotations] = [join(root, 'Charades_v1_480'), join(root, 'Charades')];
  for (const folder of [videos, annotations]) await mkdir(folder, { recursive: true });
  const rows: string[] = [];
  const total = trainVideos + testVideos;
  for (let index = 0; index < total; index++) {
    const id = `R${String(index).padStart(4, '0')}`;
    rows.push(row(id, await renderWideVideo({ ffmpegPath, dataSeed, index, path: join(videos, `${id}.mp4`) })));
    onVideo?.(index + 1, total);
  }
  for (const [k, file] of filmed.entries()) {
    const id = `FILM${k + 1}`;
    await copyFile(file, join(videos, id + extname(file)));
    rows.push(`${id},filmed,Street,,,No,"Filmed, not rendered.",,,,60.00`);
  }
  const csv = (lines: string[]) => `${[header, ...lines].join('\r\n')}\r\n`;
  await writeFile(join(annotations, 'Charades_v1_train.csv'), csv(rows.slice(0, trainVideos)));
  await writeFile(join(annotations, 'Charades_v1_test.csv'), csv(rows.slice(trainVideos)));
  await writeFile(join(annotations, 'Charades_v1_classes.txt'), classesText());
}

function row(id: string, { actions, seconds }: WideVideo): string {
  const listed = actions.map(([cls, start, end]) => `${classCode(cls)} ${start.toFixed(2)} ${end.toFixed(2)}`);
  const fields = [
    id,
    'micro',
    'Room',
    '6',
    '',
    'Yes',
    '"Objects move, others rest."',
    'disc;square',
    '"Some move, some rest."',
  ];
  return [...fields, listed.join(';'), seconds.toFixed(2)].join(',');
}
