import { objectives } from './objectives';
import { secondViews } from './secondViews';
import type { Variant } from './variants';

/** True when the evaluation of this row reads ground truth (labels or true boxes): marked everywhere, never best. */
export function isOracle(variant: Variant): boolean {
  const objective = variant.evaluationObjective;
  return secondViews[variant.secondView].oracle || (objective !== null && objectives[objective].readsLabels);
}
