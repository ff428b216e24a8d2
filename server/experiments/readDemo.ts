import type { Db } from '@/server/db';
import { demoDataset, demoSpec } from './demoSpec';
import { type ExperimentPlan, planExperiment } from './planExperiment';

export type DemoOffer = {
  name: string;
  plan: ExperimentPlan /** Whether the bundled data set is registered yet. */;
  ready: boolean;
};

/** What the bundled experiment would do, before it is asked for. */
export async function readDemo(db: Db): Promise<DemoOffer> {
  const spec = demoSpec([0]);
  const [plan, dataset] = await Promise.all([
    planExperiment(db, spec),
    db.dataset.findUnique({ where: { slug: demoDataset }, select: { id: true } }),
  ]);
  return { name: spec.name, plan, ready: dataset !== null };
}
