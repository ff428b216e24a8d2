import { demoSpec } from '@/server/experiments/demoSpec';
import { runPlan } from './runPlan';

/**
 * Control of the whole pipeline: with the box forced onto the true object, the attention rows must do at least as well as with
 * saliency (a margin of one point for chance). About four minutes on one core; the data set must be there (`npm run demo`).
 */
const rows = ['base', 'attention_e_e', 'true_box'] as const;
const cells = rows.flatMap((variant) =>
  (['temporal_concat', 'late_fusion'] as const).map((fusion) => ({ variant, fusion })),
);
const results = await runPlan({ ...demoSpec([0]), cells }, 'true-box');
const score = (variant: string, fusion: string) =>
  [...results.values()].flat().find((result) => result.variant === variant && result.fusion === fusion)?.summary.mAP ??
  Number.NaN;

for (const fusion of ['temporal_concat', 'late_fusion'] as const) {
  const difference = score('true_box', fusion) - score('attention_e_e', fusion);
  const holds = difference > -0.01;
  console.log(
    `${fusion}: true box - saliency = ${(100 * difference).toFixed(2)} points: ${holds ? 'as it should be' : 'WRONG'}`,
  );
  if (!holds) process.exitCode = 1;
}
