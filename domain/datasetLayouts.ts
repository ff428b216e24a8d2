import { idTable } from './idTable';

/** How a folder of videos is laid out. The readers are in workers/jobs/layouts. */
export const {
  table: datasetLayouts,
  ids: datasetLayoutIds,
  schema: datasetLayoutSchema,
} = idTable({
  charades: {
    label: 'Charades, videos',
    description: 'Videos named after their ids (46GP8.mp4), with the published CSVs and class list.',
    hint: 'The folder that holds Charades_v1_480 (or Charades_v1, or videos, or the videos themselves).',
  },
  charades_frames: {
    label: 'Charades, extracted frames',
    description: 'Charades_v1_rgb: a folder of numbered JPEG files a video, 24 a second.',
    hint: 'The folder that holds Charades_v1_rgb, or that folder itself.',
  },
  folder: {
    label: 'Your own videos',
    description: 'Any folder of videos and one list of them, with columns such as video, class, start, end.',
    hint: 'The folder of the videos; the list names them relative to it.',
  },
} as const satisfies Record<string, { label: string; description: string; hint: string }>);
export type DatasetLayout = keyof typeof datasetLayouts;
