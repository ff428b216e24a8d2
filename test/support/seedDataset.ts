import { randomUUID } from 'node:crypto';
import type { Db } from '@/server/db';
import { microClassNames } from '@/workers/ml/data/microCharades/classNames';
import { seedLabels } from './seedScores';

/** A dataset of the size of MicroCharades without any file; `videos` test videos with their labels. */
export async function seedDataset(db: Db, videos: number): Promise<{ id: string; slug: string; videoIds: string[] }> {
  const free = (await db.dataset.count({ where: { slug: 'microcharades' } })) === 0;
  const slug = free ? 'microcharades' : `microcharades-${randomUUID().slice(0, 8)}`;
  const { id } = await db.dataset.create({
    data: {
      slug,
      name: 'MicroCharades',
      root: `/data/${slug}`,
      classes: microClassNames.map((name, index) => ({ id: `c00${index}`, name })),
      trainVideos: 800,
      testVideos: videos,
    },
  });
  const videoIds = Array.from({ length: videos }, (_, index) => `V${String(800 + index).padStart(4, '0')}`);
  await db.datasetVideo.createMany({
    data: videoIds.map((videoId, position) => {
      const classes = seedLabels(position);
      const actions = classes.map((cls) => ({ class: cls, start: 0.5, end: 2.5 }));
      return { datasetId: id, videoId, split: 'test', position, classes, actions, lengthSeconds: 3 };
    }),
  });
  return { id, slug, videoIds };
}
