import { AppError } from '@/domain/errors';
import type { ExperimentSpec } from '@/domain/experimentSpec';
import { runConfigSchema } from '@/domain/runConfig';
import type { RunStatus } from '@/domain/runStatus';
import { requireStored } from '@/domain/stored';
import type { Tx } from '@/server/db';

export type BaseRun = { id: string; name: string; status: RunStatus };

/**
 * The finished base run whose weights an experiment wants to start from.
 * @throws AppError not_found, conflict where it has not finished, is no base, or was trained for another backbone, clip or dataset
 */
export async function reusableBase(tx: Tx, spec: ExperimentSpec, runId: string): Promise<BaseRun> {
  const run = await tx.run.findUnique({
    where: { id: runId },
    select: { id: true, name: true, config: true, train: { select: { status: true } } },
  });
  if (!run)
    throw new AppError('not_found', 'The base run to reuse does not exist. Choose another one, or train the base.');
  if (run.train.status !== 'SUCCEEDED') {
    throw new AppError('conflict', `Base run "${run.name}" has not finished. Wait for it, or train the base.`);
  }
  const what = `The config of base run "${run.name}"`;
  const next = 'Restore it on the page of that run, choose another base, or train one.';
  const config = requireStored(runConfigSchema, run.config, { what, next });
  if (config.training.secondView !== 'none') {
    throw new AppError(
      'conflict',
      `Run "${run.name}" is no base: it was trained with a second view. Choose a Base run.`,
    );
  }
  const wanted = { dataset: spec.dataset, backbone: spec.backbone, clip: spec.clip };
  const differing = (['dataset', 'backbone', 'clip'] as const).filter(
    (key) => JSON.stringify(config[key]) !== JSON.stringify(wanted[key]),
  );
  if (differing.length > 0) {
    throw new AppError(
      'conflict',
      `Base run "${run.name}" has another ${differing.join(', ')}. Choose a base that fits, or train one.`,
    );
  }
  return { id: run.id, name: run.name, status: run.train.status };
}
