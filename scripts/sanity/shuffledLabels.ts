import { demoSpec } from '@/server/experiments/demoSpec';
import { runPlan } from './runPlan';

/**
 * Control of the whole pipeline: trained on labels that are permuted over the videos, every row must fall to chance. Chance is
 * the mean over classes of the share of test videos that hold the class (the expected AP of a random ranking), about .2.
 * A row counts as chance below twice that. About four minutes on one core; the data set must be there (`npm run demo`).
 */
const cells = (['base', 'attention_e_e'] as const).map((variant) => ({ variant, fusion: 'temporal_concat' as const }));
const results = await runPlan({ ...demoSpec([0]), cells, shuffleLabels: true }, 'shuffled-labels');
const chance = 1.65 / 8;
for (const { variant, summary } of [...results.values()].flat()) {
  const holds = summary.mAP < 2 * chance;
  console.log(
    `${variant}: mAP ${(100 * summary.mAP).toFixed(1)} %, chance ${(100 * chance).toFixed(1)} %: ${holds ? 'as it should be' : 'WRONG'}`,
  );
  if (!holds) process.exitCode = 1;
}
