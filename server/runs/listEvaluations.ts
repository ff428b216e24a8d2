import type { SaliencyCount } from '@/domain/evaluatedVideo';
import { type MeasuredProtocol, measuredProtocol } from '@/domain/measuredProtocol';
import { objectiveSchema } from '@/domain/objectives';
import { protocolSchema } from '@/domain/protocol';
import { runConfigSchema } from '@/domain/runConfig';
import type { Prisma } from '@/prisma/generated/client';
import type { Db } from '@/server/db';
import { saliencyOf } from '@/server/evaluations/saliencyOf';
import { classNames } from './classNames';
import { datasetOfConfig } from './datasetOfConfig';

const evaluationSelect = {
  id: true,
  runId: true,
  variant: true,
  fusion: true,
  objective: true,
  protocol: true,
  protocolKey: true,
  oracle: true,
  checkpointStep: true,
  map: true,
  wap: true,
  sampledMap: true,
  classAp: true,
  boxHitRate: true,
  saliencyClips: true,
  clipsWithoutSaliency: true,
  unreadVideos: true,
  hash: true,
  createdAt: true,
  _count: { select: { videos: true } },
} as const satisfies Prisma.EvaluationSelect;

export type EvaluationItem = Prisma.EvaluationGetPayload<{ select: typeof evaluationSelect }> & {
  /** null where no saliency was computed, or nobody counted. */
  saliency: SaliencyCount | null;
  /** Names in class order; a class without a name in the dataset row is called by its place. */
  classNames: string[];
  /** Everything that the score depends on besides the weights; null where a version that cannot be read any more made it. */
  measured: MeasuredProtocol | null;
};

/** Evaluations of some runs with AP per class, in the order in which they were made. */
export async function listEvaluations(db: Db, runIds: string[]): Promise<EvaluationItem[]> {
  const evaluations = await db.evaluation.findMany({
    where: { runId: { in: runIds } },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: { ...evaluationSelect, run: { select: { config: true } } },
  });
  const slugs = new Set(evaluations.map(({ run }) => datasetOfConfig(run.config)));
  const datasets = await db.dataset.findMany({
    where: { slug: { in: [...slugs] } },
    select: { slug: true, classes: true },
  });
  const classesOf = new Map(datasets.map(({ slug, classes }) => [slug, classNames(classes)]));
  return evaluations.map(({ run, ...evaluation }) => {
    const names = classesOf.get(datasetOfConfig(run.config)) ?? [];
    return {
      ...evaluation,
      saliency: saliencyOf(evaluation),
      classNames: evaluation.classAp.map((_, index) => names[index] ?? `class ${index}`),
      measured: measuredOf(evaluation, run.config),
    };
  });
}

function measuredOf(
  { protocol, objective }: { protocol: unknown; objective: string | null },
  config: unknown,
): MeasuredProtocol | null {
  const [known, made, by] = [
    protocolSchema.safeParse(protocol),
    runConfigSchema.safeParse(config),
    objectiveSchema.nullable().safeParse(objective),
  ];
  return known.success && made.success && by.success ? measuredProtocol(known.data, made.data.clip, by.data) : null;
}
