import { join } from 'node:path';
import type { ExperimentSpec } from '@/domain/experimentSpec';
import { noSaliencyText } from '@/domain/noSaliencyText';
import { type PlannedRun, planRuns } from '@/domain/planRuns';
import { ffmpegPath } from '@/scripts/setup/installFfmpeg.mjs';
import { foveaHome } from '@/scripts/setup/paths.mjs';
import { executeRun } from '@/workers/ml/run/executeRun';
import type { EvaluationResult } from '@/workers/ml/run/runHost';
import { createFolderHost } from './folderHost';

/** Trains and evaluates the runs of a one-seed spec one after the other, without a database; results by run key. */
export async function runPlan(spec: ExperimentSpec, name: string): Promise<Map<string, EvaluationResult[]>> {
  const results = new Map<string, EvaluationResult[]>();
  const folder = join(foveaHome(), 'sanity', name);
  let base: string | null = null;
  for (const run of planRuns(spec)) {
    const host = hostOf(run, folder, base);
    console.log(`${run.name}`);
    await executeRun(run.config, host);
    if (!run.needsBase) base = host.finalCheckpoint;
    results.set(run.key, host.results);
    for (const { variant, summary, boxHitRate, saliency } of host.results) {
      const hits = boxHitRate === null ? '' : `, box hit rate ${(100 * boxHitRate).toFixed(1)} %`;
      const blank = saliency?.without ? `, ${noSaliencyText(saliency)}` : '';
      console.log(`  ${variant}: mAP ${(100 * summary.mAP).toFixed(2)} %${hits}${blank}`);
    }
    const losses = host.points.filter(({ key }) => key === 'loss').slice(-100);
    console.log(
      `  loss of the last ${losses.length} steps: ${(losses.reduce((sum, { value }) => sum + value, 0) / losses.length).toFixed(3)}`,
    );
  }
  return results;
}

function hostOf(run: PlannedRun, folder: string, baseCheckpoint: string | null) {
  return createFolderHost({
    folder: join(folder, run.key),
    baseCheckpoint: run.needsBase ? baseCheckpoint : null,
    paths: {
      datasetRoot: join(foveaHome(), 'datasets', run.config.dataset),
      cacheRoot: join(foveaHome(), 'cache', 'frames'),
      ffmpegPath: ffmpegPath().path,
      sourceCommit: null,
    },
    onProgress: (text) => console.log(`  ${text}`),
  });
}
