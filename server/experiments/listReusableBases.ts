import { z } from 'zod';
import { experimentSpecSchema } from '@/domain/experimentSpec';
import { runConfigSchema } from '@/domain/runConfig';
import { storedText } from '@/domain/text/textSchemas';
import type { Db } from '@/server/db';

export const reusableBasesSchema = z.object({
  dataset: storedText({ what: 'The dataset', max: 200, empty: 'Choose a dataset.' }),
  backbone: experimentSpecSchema.shape.backbone,
  clip: experimentSpecSchema.shape.clip,
});

export type ReusableBaseItem = {
  runId: string;
  name: string;
  experiment: string;
  /** In [0, 1]; null where it was not evaluated. */
  map: number | null;
  finishedAt: Date | null;
};

const most = 50;

/** Finished base runs whose weights fit an experiment on this dataset, backbone and clip, newest first. */
export async function listReusableBases(
  db: Db,
  { dataset, backbone, clip }: z.infer<typeof reusableBasesSchema>,
): Promise<ReusableBaseItem[]> {
  const runs = await db.run.findMany({
    where: {
      train: { status: 'SUCCEEDED' },
      deletedAt: null,
      AND: [
        { config: { path: ['dataset'], equals: dataset } },
        { config: { path: ['backbone'], equals: backbone } },
        { config: { path: ['training', 'secondView'], equals: 'none' } },
        { config: { path: ['shuffleLabels'], equals: false } },
      ],
    },
    orderBy: { train: { finishedAt: 'desc' } },
    take: most,
    select: {
      id: true,
      name: true,
      config: true,
      train: { select: { finishedAt: true } },
      experiment: { select: { name: true } },
      evaluations: { where: { variant: 'base' }, select: { map: true } },
    },
  });
  return runs
    .filter(({ config }) => {
      const parsed = runConfigSchema.safeParse(config);
      return parsed.success && JSON.stringify(parsed.data.clip) === JSON.stringify(clip);
    })
    .map(({ id, name, train, experiment, evaluations }) => {
      const map = evaluations[0]?.map ?? null;
      return {
        runId: id,
        name,
        experiment: experiment.name,
        map: Number.isFinite(map) ? map : null,
        finishedAt: train.finishedAt,
      };
    });
}
