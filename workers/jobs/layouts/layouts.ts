import type { DatasetLayout } from '@/domain/datasetLayouts';
import { listCharades } from './listCharades';
import { listCharadesFrames } from './listCharadesFrames';
import { listFolder } from './listFolder';
import type { ListVideos } from './listing';

/** How the videos of each layout are found. */
export const layouts = {
  charades: listCharades,
  charades_frames: listCharadesFrames,
  folder: listFolder,
} as const satisfies Record<DatasetLayout, ListVideos>;
