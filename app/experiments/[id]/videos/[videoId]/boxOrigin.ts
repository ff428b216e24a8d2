import { objectives } from '@/domain/objectives';
import { cropSources } from '@/domain/secondViews';
import { type VariantId, variantOf } from '@/domain/variants';

/** Where a box came from, in words. */
export function boxOrigin(variant: VariantId): string {
  const { secondView, evaluationObjective, cropSource } = variantOf(variant);
  if (secondView === 'none') return 'V_in alone: no box';
  if (secondView === 'repeat') return 'V_in twice: no box';
  const source = `second view from the ${cropSource === 'original' ? cropSources.original.label : 'input volume'}`;
  if (secondView === 'true_box') return `box on the true object (oracle), ${source}`;
  if (secondView === 'center_crop') return `box in the centre, ${source}`;
  if (secondView === 'random_crop') return `random box, ${source}`;
  if (evaluationObjective === null) return `box by attention, ${source}`;
  const { label, readsLabels } = objectives[evaluationObjective];
  return `box from saliency of ${label}${readsLabels ? ' (oracle: reads the labels)' : ''}, ${source}`;
}
