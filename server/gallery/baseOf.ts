import type { VariantId } from '@/domain/variants';
import type { EvaluationHead } from './findEvaluations';

/** The evaluation of Base that another one may be compared with: same clips. Null for Base itself. */
export function baseOf(evaluations: Map<VariantId, EvaluationHead>, evaluation: EvaluationHead): EvaluationHead | null {
  const base = evaluations.get('base');
  if (!base || base.id === evaluation.id || base.protocolKey !== evaluation.protocolKey) return null;
  return base;
}
