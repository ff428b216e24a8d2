import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '@/domain/errors';
import { assertFolder } from './assertFolder';
import { readCharadesAnnotations } from './charadesAnnotations';
import type { ListVideos } from './listing';

const folders = ['Charades_v1_rgb', '.'];

/** The extracted frames of Charades: `Charades_v1_rgb/<id>/<id>-000001.jpg`. */
export const listCharadesFrames: ListVideos = async (input) => {
  const { root } = input;
  await assertFolder(root);
  const { rows, notes, ...understood } = await readCharadesAnnotations(input);
  const places = await Promise.all(
    folders.map(async (name) => {
      const folder = join(root, name);
      const names = await readdir(folder).catch((): string[] => []);
      const called = new Map(names.map((name) => [name.normalize('NFC'), name]));
      return { folder, called, held: rows.filter(({ id }) => called.has(id)).length };
    }),
  );
  const best = places.reduce((a, b) => (b.held > a.held ? b : a));
  if (best.held === 0)
    throw new AppError(
      'dataset_missing',
      `None of the ${rows.length} videos of the CSVs has a folder of frames in ${root} or ${join(root, 'Charades_v1_rgb')} (for example ${rows[0]?.id}). Correct the folder.`,
    );
  const videos = rows.map(({ line: _, ...row }) => ({
    ...row,
    path: join(best.folder, best.called.get(row.id) ?? row.id),
    kind: 'frames' as const,
  }));
  const read = `Frames are read from ${best.folder}, 24 a second: the first one is at 0 s.`;
  return { ...understood, videos, notes: [read, ...notes] };
};
