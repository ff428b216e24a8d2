import { join } from 'node:path';
import { AppError } from '@/domain/errors';
import { assertFolder } from './assertFolder';
import { readCharadesAnnotations } from './charadesAnnotations';
import type { ListVideos } from './listing';
import { readVideoFolder } from './videoFolder';

/** Where the videos may be, best first: at 320 pixels (Charades_v1_rgb) there is nothing to focus on. */
const folders = ['Charades_v1_480', 'Charades_v1', 'videos', '.'];

/** Charades as published, `<id>.mp4` (or another ending that is read) in one folder: the one that has most of the videos. */
export const listCharades: ListVideos = async (input) => {
  const { root } = input;
  await assertFolder(root);
  const { rows, notes, ...understood } = await readCharadesAnnotations(input);
  const places = await Promise.all(
    folders.map(async (name) => {
      const folder = join(root, name);
      const content = await readVideoFolder(folder);
      const held = rows.filter(({ id }) => content.called(id).length > 0).length;
      return { folder, content, held };
    }),
  );
  const best = places.reduce((a, b) => (b.held > a.held ? b : a));
  if (best.held === 0)
    throw new AppError(
      'dataset_missing',
      `None of the ${rows.length} videos of the CSVs is in ${root} or its folders ${folders.slice(0, -1).join(', ')} (for example ${rows[0]?.id}.mp4). Correct the folder.`,
    );
  const videos = rows.map(({ line: _, ...row }) => {
    const name = best.content.called(row.id)[0] ?? `${row.id}.mp4`;
    return { ...row, path: join(best.folder, name), kind: 'video' as const };
  });
  return { ...understood, videos, notes: [`Videos are read from ${best.folder}.`, ...notes] };
};
