import { idTable } from './idTable';
import type { Objective } from './objectives';
import type { CropSource, SecondView } from './secondViews';

/**
 * A row of Table 2 is a point on orthogonal axes. `trainingObjective` / `evaluationObjective` are null where no saliency is computed.
 * Two rows with equal training axes share one training (CE/E re-uses the weights of CE/CE).
 * `paper` holds the paper's mAP [%] on Charades, Table 2, as {temporal_concat, late_fusion}.
 */
export type Variant = {
  label: string;
  secondView: SecondView;
  cropSource: CropSource;
  trainingObjective: Objective | null;
  evaluationObjective: Objective | null;
  paper: { temporal_concat: number; late_fusion: number } | null;
  /** table2: a row of the paper; option: a crop-source option beside it; control: a sanity control. */
  group: 'table2' | 'option' | 'control';
};

const noSaliency = { trainingObjective: null, evaluationObjective: null } as const;
const inputCrop = { cropSource: 'upscaled', ...noSaliency } as const;
const originalCrop = { cropSource: 'original', ...noSaliency } as const;

export const {
  table: variants,
  ids: variantIds,
  schema: variantIdSchema,
} = idTable({
  base: {
    label: 'Base',
    secondView: 'none',
    ...inputCrop,
    paper: { temporal_concat: 31.6, late_fusion: 31.6 },
    group: 'table2',
  },
  repeat: {
    label: 'Repeat',
    secondView: 'repeat',
    ...inputCrop,
    paper: { temporal_concat: 31.7, late_fusion: 31.6 },
    group: 'table2',
  },
  random: {
    label: 'Random crop',
    secondView: 'random_crop',
    ...inputCrop,
    paper: { temporal_concat: 31.4, late_fusion: 30.6 },
    group: 'table2',
  },
  center: {
    label: 'Center crop',
    secondView: 'center_crop',
    ...inputCrop,
    paper: { temporal_concat: 31.6, late_fusion: 31.0 },
    group: 'table2',
  },
  attention_ce_ce: {
    label: 'Attention CE/CE',
    secondView: 'attention',
    cropSource: 'original',
    trainingObjective: 'cross_entropy',
    evaluationObjective: 'cross_entropy',
    paper: { temporal_concat: 33.2, late_fusion: 32.9 },
    group: 'table2',
  },
  attention_ce_ce_upscaled: {
    label: 'Attention CE/CE (upscaled)',
    secondView: 'attention',
    cropSource: 'upscaled',
    trainingObjective: 'cross_entropy',
    evaluationObjective: 'cross_entropy',
    paper: { temporal_concat: 33.2, late_fusion: 32.7 },
    group: 'table2',
  },
  attention_ce_e: {
    label: 'Attention CE/E',
    secondView: 'attention',
    cropSource: 'original',
    trainingObjective: 'cross_entropy',
    evaluationObjective: 'entropy',
    paper: { temporal_concat: 33.2, late_fusion: 33.0 },
    group: 'table2',
  },
  attention_ce_e_upscaled: {
    label: 'Attention CE/E (upscaled)',
    secondView: 'attention',
    cropSource: 'upscaled',
    trainingObjective: 'cross_entropy',
    evaluationObjective: 'entropy',
    paper: { temporal_concat: 33.1, late_fusion: 32.8 },
    group: 'table2',
  },
  attention_e_e: {
    label: 'Attention E/E',
    secondView: 'attention',
    cropSource: 'original',
    trainingObjective: 'entropy',
    evaluationObjective: 'entropy',
    paper: { temporal_concat: 33.3, late_fusion: 33.1 },
    group: 'table2',
  },
  random_original: {
    label: 'Random crop (original)',
    secondView: 'random_crop',
    ...originalCrop,
    paper: null,
    group: 'option',
  },
  center_original: {
    label: 'Center crop (original)',
    secondView: 'center_crop',
    ...originalCrop,
    paper: null,
    group: 'option',
  },
  true_box: { label: 'True object', secondView: 'true_box', ...originalCrop, paper: null, group: 'control' },
} as const satisfies Record<string, Variant>);

export type VariantId = keyof typeof variants;

/** The row as plain data, with the literal types widened. */
export function variantOf(id: VariantId): Variant {
  return variants[id];
}
