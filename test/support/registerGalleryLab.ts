import { afterAll, beforeAll } from 'vitest';
import type { Fusion } from '@/domain/fusions';
import type { GalleryFilter } from '@/domain/galleryFilter';
import type { VariantId } from '@/domain/variants';
import { createWorld } from './createWorld';
import { type SeededGallery, seedGallery } from './seedGallery';

/** A database with a gallery of 14 videos for the tests of a file, and short ways to ask for its parts. */
export function registerGalleryLab() {
  const lab = {
    world: undefined as unknown as Awaited<ReturnType<typeof createWorld>>,
    seeded: undefined as unknown as SeededGallery,
    cell: (variant: VariantId, fusion: Fusion = 'temporal_concat', seed = 0) => ({
      experimentId: lab.seeded.experimentId,
      variant,
      fusion,
      seed,
    }),
    evaluationOf: (variant: VariantId) => lab.seeded.evaluations.get(`${variant}/temporal_concat/0`)!,
    list: (variant: VariantId, filter: Partial<GalleryFilter> = {}) =>
      lab.world.caller.gallery.list({ evaluationId: lab.evaluationOf(variant), filter }),
    neighbours: (variant: VariantId, videoId: string, filter: Partial<GalleryFilter> = {}) =>
      lab.world.caller.gallery.neighbours({ evaluationId: lab.evaluationOf(variant), videoId, filter }),
    /** Labels and stored scores, read past the gallery. */
    async truthOf(variant: VariantId) {
      const evaluationId = lab.evaluationOf(variant);
      const rows = await lab.world.db.evaluationVideo.findMany({ where: { evaluationId } });
      const videos = await lab.world.db.datasetVideo.findMany({ where: { datasetId: lab.seeded.dataset.id } });
      return rows.map((row) => ({ ...row, classes: videos.find((video) => video.videoId === row.videoId)!.classes }));
    },
  };
  beforeAll(async () => {
    lab.world = await createWorld();
    lab.seeded = await seedGallery(lab.world.db, {
      home: lab.world.home,
      videos: 14,
      seeds: [0, 1],
      pending: ['center'],
    });
  });
  afterAll(() => lab.world.close());
  return lab;
}
