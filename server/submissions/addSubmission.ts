import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { scoreVideos } from '@/domain/averagePrecision';
import { AppError } from '@/domain/errors';
import { labelMatrix } from '@/domain/labelMatrix';
import { createSubmissionReader } from '@/domain/submissionFile';
import { submissionNameSchema } from '@/domain/submissionUpload';
import { lineText } from '@/domain/text/textSchemas';
import type { Db, Tx } from '@/server/db';
import { sqlArray } from '@/server/evaluations/sqlArray';
import { submissionTruth } from './submissionTruth';

export const newSubmissionSchema = z.object({
  name: submissionNameSchema,
  fileName: lineText({ what: 'The name of the file', max: 255 }).default(''),
});

export type NewSubmission = z.infer<typeof newSubmissionSchema>;
export type AddedSubmission = { id: string; map: number; wap: number; missing: number; unknown: number };

const videosAStatement = 200;

/**
 * Scores of others become a row of the experiment: read from an official submission file, scored by the official rules against the
 * annotations of the whole split of the experiment's protocol, and stored with every score.
 * Takes seconds for a large file: the web process does it in a thread (receiveSubmission).
 * @throws AppError not_found (experiment, dataset); bad_request where the file cannot be read or has no video of the split
 */
export async function addSubmission(
  db: Db,
  experimentId: string,
  { name, fileName, text }: NewSubmission & { text: AsyncIterable<string> },
): Promise<AddedSubmission> {
  const { dataset, split, classes, videos } = await submissionTruth(db, experimentId);
  const reader = createSubmissionReader({ classes, known: new Set(videos.map(({ videoId }) => videoId)) });
  for await (const piece of text) reader.take(piece);
  const { scores, unknown } = reader.end();
  if (scores.size === 0) {
    throw new AppError(
      'bad_request',
      `None of the ${unknown} videos of this file is in the ${split} split of ${dataset}. Check which dataset it was made for.`,
    );
  }
  const labels = labelMatrix(
    videos.map((video) => video.classes),
    classes,
  );
  const summary = scoreVideos(
    videos.map(({ videoId }) => scores.get(videoId) ?? []),
    labels,
    classes,
  );
  const id = randomUUID();
  const missing = videos.length - scores.size;
  await db.$transaction(
    async (tx) => {
      await tx.$executeRaw`
        insert into submissions (id, experiment_id, name, file_name, map, wap, class_ap, missing, unknown)
        values (${id}::uuid, ${experimentId}::uuid, ${name}, ${fileName}, ${String(summary.mAP)}::float8,
          ${String(summary.wAP)}::float8, ${sqlArray(summary.perClass)}::float8[], ${missing}, ${unknown})`;
      await insertVideos(tx, id, [...scores]);
      await touchExperiment(tx, experimentId);
    },
    { maxWait: 20_000, timeout: 120_000 },
  );
  return { id, map: summary.mAP, wap: summary.wAP, missing, unknown };
}

async function insertVideos(tx: Tx, submissionId: string, rows: [string, Float64Array][]): Promise<void> {
  for (let first = 0; first < rows.length; first += videosAStatement) {
    const part = rows.slice(first, first + videosAStatement);
    await tx.$executeRaw`
      insert into submission_videos (submission_id, video_id, scores)
      select ${submissionId}::uuid, id, scores::float8[]
      from unnest(${part.map(([id]) => id)}::text[], ${part.map(([, scores]) => sqlArray(scores))}::text[]) as v(id, scores)`;
  }
}

/** Pages that show the experiment learn of it by the live channel. */
async function touchExperiment(tx: Tx, experimentId: string): Promise<void> {
  await tx.$executeRaw`update experiments set updated_at = now() where id = ${experimentId}::uuid`;
}
