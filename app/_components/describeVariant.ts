import { objectives } from '@/domain/objectives';
import { cropSources } from '@/domain/secondViews';
import type { Variant } from '@/domain/variants';

/** What a row of Table 2 does, from its axes: `attention box from the original video; saliency of L_E in training and at test`. */
export function describeVariant({ secondView, cropSource, trainingObjective, evaluationObjective }: Variant): string {
  if (secondView === 'none') return 'V_in alone';
  if (secondView === 'repeat') return 'V_in twice';
  const boxes = {
    random_crop: 'box at a random place',
    center_crop: 'box in the centre',
    attention: 'box where saliency is highest',
    true_box: 'box on the true object',
  };
  const source = cropSource === 'original' ? `from the ${cropSources.original.label}` : cropSources.upscaled.label;
  const box = `${boxes[secondView]}, ${source}`;
  if (!trainingObjective || !evaluationObjective) return box;
  const [training, test] = [objectives[trainingObjective].label, objectives[evaluationObjective].label];
  return `${box}; saliency of ${training === test ? training : `${training} in training, ${test} at test`}`;
}
