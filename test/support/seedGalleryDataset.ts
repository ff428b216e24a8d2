import type { Db } from '@/server/db';
import type { ActionTruth } from '@/workers/ml/data/actionTruth';
import { microVideoId } from '@/workers/ml/data/microCharades/annotations';
import { microClassNames } from '@/workers/ml/data/microCharades/classNames';
import { clipFrames, clipStrips, firstFrames, renderGalleryVideo, testView } from './galleryClips';
import { storeBytes } from './storeBytes';

export type GalleryVideo = { id: string; classes: number[]; truth: ActionTruth[] };
export type GalleryDataset = { id: string; slug: string; videos: GalleryVideo[] };

export const protocolKey = 'micro-3';

/** Test videos of MicroCharades with their stored frames, the last one without a label, and two training videos. */
export async function seedGalleryDataset(
  db: Db,
  { home, videos: count }: { home: string; videos: number },
): Promise<GalleryDataset> {
  const slug = `gallery-${(await db.dataset.count()) + 1}`;
  const dataset = await db.dataset.create({
    data: {
      slug,
      name: 'MicroCharades',
      root: `/data/${slug}`,
      classes: microClassNames.map((name, index) => ({ id: `c${String(index).padStart(3, '0')}`, name })),
      trainVideos: 2,
      testVideos: count,
    },
  });
  const videos: GalleryVideo[] = [];
  for (let k = 0; k < count; k++) {
    videos.push(await seedVideo(db, { home, datasetId: dataset.id, k, labelled: k < count - 1 }));
  }
  await seedTrainVideos(db, dataset.id);
  return { id: dataset.id, slug, videos };
}

async function seedVideo(
  db: Db,
  { home, datasetId, k, labelled }: { home: string; datasetId: string; k: number; labelled: boolean },
): Promise<GalleryVideo> {
  const { frames, actions, truth } = renderGalleryVideo(800 + k);
  const id = microVideoId(800 + k);
  const shown = labelled ? actions : [];
  const classes = [...new Set(shown.map((action) => action.class))];
  await db.datasetVideo.create({
    data: {
      datasetId,
      videoId: id,
      split: 'test',
      position: k,
      classes,
      actions: shown.map(({ class: cls, start, end }) => ({
        class: cls,
        start: (start - 0.5) / 8,
        end: (end - 0.5) / 8,
      })),
      lengthSeconds: 3,
    },
  });
  for (const [clip, firstFrame] of firstFrames.entries()) {
    const { original, resized } = await clipStrips(frames, firstFrame);
    await db.clipFrames.create({
      data: {
        datasetId,
        videoId: id,
        protocolKey,
        clip,
        firstFrame,
        frames: clipFrames,
        originalWidth: 192,
        originalHeight: 192,
        view: [testView.top, testView.left, testView.height, testView.width],
        originalArtifactId: await storeBytes(db, { home, bytes: original, mime: 'image/jpeg' }),
        resizedArtifactId: await storeBytes(db, { home, bytes: resized, mime: 'image/png' }),
      },
    });
  }
  return { id, classes, truth: labelled ? truth : [] };
}

async function seedTrainVideos(db: Db, datasetId: string): Promise<void> {
  await db.datasetVideo.createMany({
    data: [0, 1].map((k) => ({
      datasetId,
      videoId: microVideoId(k),
      split: 'train',
      position: k,
      classes: [k],
      actions: [{ class: k, start: 0.5, end: 2 }],
      lengthSeconds: 3,
    })),
  });
}
