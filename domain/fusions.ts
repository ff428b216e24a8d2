import { idTable } from './idTable';

/** How V_in and the second view become one prediction (paper section 4.3; Table 2 columns). */
export const {
  table: fusions,
  ids: fusionIds,
  schema: fusionSchema,
} = idTable({
  temporal_concat: {
    label: 'Temporal concatenation',
    short: 'concat',
    description: 'one network sees [V_in ; second view] along time',
  },
  late_fusion: {
    label: 'Late fusion',
    short: 'late',
    description: 'mean of the logits of the frozen base on V_in and a tuned branch on the second view',
  },
} as const satisfies Record<string, { label: string; short: string; description: string }>);

export type Fusion = keyof typeof fusions;
