import { z } from 'zod';
import { AppError } from '@/domain/errors';
import { fileNameOf } from '@/domain/names/fileName';
import { runConfigSchema } from '@/domain/runConfig';
import { submissionLine } from '@/domain/submissionFile';
import type { Db } from '@/server/db';

/**
 * An evaluation in the official submission format, in the order of the split. Videos that could not be read are left out, which the
 * official script calls missing; scored again, the file gives the same mAP to the last digit.
 * @throws AppError not_found
 */
export async function submissionOfEvaluation(
  db: Db,
  evaluationId: string,
): Promise<{ fileName: string; text: string }> {
  const evaluation = z.uuid().safeParse(evaluationId).success
    ? await db.evaluation.findFirst({
        where: { id: evaluationId, run: { deletedAt: null } },
        select: {
          variant: true,
          fusion: true,
          run: { select: { seed: true, config: true, experiment: { select: { name: true } } } },
          videos: { orderBy: { position: 'asc' }, select: { videoId: true, scores: true } },
        },
      })
    : null;
  if (!evaluation) throw new AppError('not_found', 'This evaluation does not exist or its run was deleted.');
  const { variant, fusion, run, videos } = evaluation;
  const frames = runConfigSchema.safeParse(run.config).data?.clip.frames;
  const row = variant === 'base' ? `base${frames === undefined ? '' : `-T${frames}`}` : `${variant}-${fusion}`;
  const lines = videos.flatMap(({ videoId, scores }) => (scores.length === 0 ? [] : [submissionLine(videoId, scores)]));
  return {
    fileName: fileNameOf(run.experiment.name, { ending: `-${row}-seed${run.seed}.txt`, otherwise: 'experiment' }),
    text: lines.map((line) => `${line}\n`).join(''),
  };
}
