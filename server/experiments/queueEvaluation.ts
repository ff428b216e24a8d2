import { type VariantId, variantOf } from '@/domain/variants';
import type { Tx } from '@/server/db';
import { queueRunTask } from '@/server/tasks/queueRunTask';
import { askedVariants, type EvaluateInput } from './evaluateInput';

/** Asks a run that has begun for one row of Table 2 more; rows that were asked one after the other are evaluated together. */
export async function queueEvaluation(tx: Tx, runId: string, variant: VariantId): Promise<void> {
  const text = `Queued to evaluate ${variantOf(variant).label}.`;
  const id = await queueRunTask(tx, { runId, kind: 'evaluate', text });
  const { input } = await tx.task.findUniqueOrThrow({ where: { id }, select: { input: true } });
  const asked: EvaluateInput = { variants: [...new Set([...askedVariants(input), variant])] };
  await tx.task.update({ where: { id }, data: { input: asked } });
}
