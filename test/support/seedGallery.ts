import { createHash } from 'node:crypto';
import { scoreVideos } from '@/domain/averagePrecision';
import { backbones } from '@/domain/backbones';
import { type Cell, type ExperimentSpec, experimentSpecSchema } from '@/domain/experimentSpec';
import { isOracle } from '@/domain/oracle';
import { planRuns } from '@/domain/planRuns';
import { microProtocol } from '@/domain/protocol';
import { recipePresets } from '@/domain/recipePresets';
import { type VariantId, variantOf } from '@/domain/variants';
import type { Db } from '@/server/db';
import { viewSide } from './galleryClips';
import { classCount, predictVideo } from './galleryPredictions';
import { type GalleryDataset, type GalleryVideo, protocolKey, seedGalleryDataset } from './seedGalleryDataset';
import { storeBytes } from './storeBytes';

export type SeededGallery = {
  dataset: GalleryDataset;
  experimentId: string;
  /** Test videos in the order of the split. */
  videoIds: string[];
  /** `variant/fusion/seed` -> id; the key of Base names temporal_concat. */
  evaluations: Map<string, string>;
  /** Base run of the first seed. */
  baseRunId: string | null;
};

type Options = {
  /** FOVEA_HOME: artifacts go under it. */
  home: string;
  /** Number of test videos; the last one has no label. */
  videos?: number;
  cells?: Cell[];
  seeds?: number[];
  /** Cells without evaluation although they are planned. */
  pending?: VariantId[];
  /** Use the dataset and the base run of another experiment. */
  reuse?: SeededGallery;
};

const allCells: Cell[] = (
  ['base', 'repeat', 'random', 'center', 'attention_ce_ce', 'attention_e_e', 'attention_ce_e_upscaled'] as const
).flatMap((variant) => [
  { variant, fusion: 'temporal_concat' as const },
  { variant, fusion: 'late_fusion' as const },
]);

/** An experiment whose videos can be looked at: real frames of MicroCharades, with made-up boxes, maps and predictions. */
export async function seedGallery(db: Db, options: Options): Promise<SeededGallery> {
  const { home, cells = allCells, seeds = [0], pending = [], reuse } = options;
  const dataset = reuse?.dataset ?? (await seedGalleryDataset(db, { home, videos: options.videos ?? 12 }));
  const { videos } = dataset;
  const base = reuse
    ? { kind: 'reuse' as const, runId: reuse.baseRunId! }
    : { kind: 'train' as const, weightsId: null };
  const spec = microSpec({ dataset: dataset.slug, cells, seeds, base });
  const experiment = await db.experiment.create({ data: { name: spec.name, spec } });
  const evaluations = new Map<string, string>();
  const bases = new Map(reuse ? seeds.map((seed) => [seed, reuse.baseRunId!]) : []);
  for (const { key, name, config, needsBase } of planRuns(spec)) {
    const { seed, training } = config;
    const status = config.evaluations.some(({ variant }) => pending.includes(variant)) ? 'QUEUED' : 'SUCCEEDED';
    const baseRunId = needsBase ? (bases.get(seed) ?? null) : null;
    const task = { kind: 'train', title: name, status, progress: status === 'SUCCEEDED' ? 1 : 0 } as const;
    const { id } = await db.task.create({ data: task, select: { id: true } });
    const run = await db.run.create({
      data: { id, experimentId: experiment.id, key, name, config, seed, baseRunId },
    });
    await db.task.update({ where: { id }, data: { runId: id } });
    if (!needsBase) bases.set(seed, run.id);
    for (const { variant } of config.evaluations) {
      if (pending.includes(variant)) continue;
      const { fusion } = training;
      const id = await seedEvaluation(db, { home, runId: run.id, variant, fusion, seed, videos });
      evaluations.set(`${variant}/${fusion}/${seed}`, id);
    }
  }
  return {
    dataset,
    experimentId: experiment.id,
    videoIds: videos.map((video) => video.id),
    evaluations,
    baseRunId: bases.get(seeds[0]!) ?? null,
  };
}

function microSpec(chosen: Pick<ExperimentSpec, 'dataset' | 'cells' | 'seeds' | 'base'>): ExperimentSpec {
  return experimentSpecSchema.parse({
    name: 'Table 2 on MicroCharades',
    ...chosen,
    backbone: 'micro_i3d',
    clip: backbones.micro_i3d.clip,
    recipePreset: 'micro',
    baseRecipe: recipePresets.micro.base,
    ablationRecipe: recipePresets.micro.ablation,
    protocol: microProtocol,
  });
}

async function seedEvaluation(
  db: Db,
  options: { home: string; runId: string; variant: VariantId; fusion: string; seed: number; videos: GalleryVideo[] },
): Promise<string> {
  const { home, runId, variant, fusion, seed, videos } = options;
  const predictions = videos.map(({ id, classes, truth }) =>
    predictVideo({ variant, seed, videoId: id, classes, truth }),
  );
  const labels = videos.map(({ classes }) =>
    Array.from({ length: classCount }, (_, c) => (classes.includes(c) ? 1 : 0)),
  );
  const summary = scoreVideos(
    predictions.map((prediction) => prediction.scores),
    labels,
    classCount,
  );
  const maps = predictions.flatMap((prediction) => (prediction.maps ? [prediction.maps] : []));
  const rated = predictions.flatMap((prediction) => prediction.hits.filter((hit) => hit >= 0));
  const evaluation = await db.evaluation.create({
    data: {
      runId,
      variant,
      fusion,
      objective: variantOf(variant).evaluationObjective,
      protocol: microProtocol,
      protocolKey,
      oracle: isOracle(variantOf(variant)),
      checkpointStep: 200,
      map: 0,
      wap: 0,
      boxHitRate: rated.length > 0 ? rated.reduce((a, b) => a + b, 0) / rated.length : null,
      hash: createHash('sha256')
        .update(JSON.stringify([runId, variant, predictions]))
        .digest('hex'),
      mapsArtifactId:
        maps.length > 0
          ? await storeBytes(db, { home, bytes: Buffer.concat(maps), mime: 'application/octet-stream' })
          : null,
      mapSide: maps.length > 0 ? viewSide : null,
    },
  });
  // Prisma's own writes refuse NaN, which classes without a positive have.
  const { mAP, wAP, perClass } = summary;
  await db.$executeRaw`
    update evaluations set map = ${String(mAP)}::text::float8, wap = ${String(wAP)}::text::float8,
           class_ap = ${perClass.map(String)}::text[]::float8[] where id = ${evaluation.id}::uuid`;
  await db.evaluationVideo.createMany({
    data: predictions.map(({ maps: own, ...prediction }, position) => ({
      evaluationId: evaluation.id,
      videoId: videos[position]!.id,
      position,
      mapPosition: own ? position : null,
      ...prediction,
    })),
  });
  return evaluation.id;
}
