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
): Promise<{ fileName: string; text: AsyncGenerator<string> }> {
  const evaluation = z.uuid().safeParse(evaluationId).success
    ? await db.evaluation.findFirst({
        where: { id: evaluationId, run: { deletedAt: null } },
        select: {
          variant: true,
          fusion: true,
          run: { select: { seed: true, config: true, experiment: { select: { name: true } } } },
          id: true,
        },
      })
    : null;
  if (!evaluation) throw new AppError('not_found', 'This evaluation does not exist or its run was deleted.');
  const { id, variant, fusion, run } = evaluation;
  const frames = runConfigSchema.safeParse(run.config).data?.clip.frames;
  const row = variant === 'base' ? `base${frames === undefined ? '' : `-T${frames}`}` : `${variant}-${fusion}`;
  return {
    fileName: fileNameOf(run.experiment.name, { ending: `-${row}-seed${run.seed}.txt`, otherwise: 'experiment' }),
    text: linesOf(db, id),
  };
}

const videosAQuery = 40;

/**
 * Some videos at a time: a large split neither fills the memory nor holds other requests back. The scores come as one text a video,
 * which is read many times faster than so many numbers.
 */
async function* linesOf(db: Db, evaluationId: string): AsyncGenerator<string> {
  for (let after = -1; ; ) {
    const videos = await db.$queryRaw<{ position: number; videoId: string; scores: string }[]>`
      select position, video_id as "videoId", array_to_string(scores, ' ') as scores from evaluation_videos
      where evaluation_id = ${evaluationId}::uuid and position > ${after} order by position limit ${videosAQuery}`;
    const scored = videos.filter(({ scores }) => scores !== '');
    const lineOf = ({ videoId, scores }: { videoId: string; scores: string }) =>
      `${submissionLine(videoId, scores.split(' ').map(Number))}\n`;
    if (scored.length > 0) yield scored.map(lineOf).join('');
    if (videos.length < videosAQuery) return;
    after = videos.at(-1)?.position ?? after;
  }
}
