import { AppError } from '@/domain/errors';
import { damagedText } from '@/domain/stored';
import { Prisma } from '@/prisma/generated/client';
import type { Db } from '@/server/db';
import { classNames } from './classNames';
import { datasetOfConfig } from './datasetOfConfig';

export type VideoChange = 'gained' | 'lost' | 'bothRight' | 'bothWrong';
export type ChangeCounts = Record<VideoChange, number>;

export type VideoComparison = {
  total: ChangeCounts;
  /** By true class, in class order; a video counts for each of its classes. */
  classes: { class: number; name: string; counts: ChangeCounts }[];
  /** Videos whose answer turned, at most 60 either way. */
  changed: { videoId: string; change: 'gained' | 'lost'; classes: number[] }[];
};

/** Id of the video, its true classes, whether it was right before and after; null: all scores are NaN. */
type Row = [videoId: string, classes: number[], before: boolean | null, after: boolean | null];
type Evaluation = { dataset: string | null; names: string[] };

const mostChanged = 60;

/**
 * Which videos turn right or wrong from one evaluation to another, or to scores of others (the id of a submission). Right: the class with the highest score is a true label.
 * Videos without a label, and those that only one of them has seen, are left out.
 * @throws AppError not_found, damaged; bad_request when the two saw different datasets
 */
export async function compareVideos(
  db: Db,
  { baseline, other }: { baseline: string; other: string },
): Promise<VideoComparison> {
  const [before, after] = await Promise.all([findEvaluation(db, baseline), findScores(db, other)]);
  if (before.dataset === null || before.dataset !== after.dataset) {
    throw new AppError('bad_request', 'These evaluations saw different datasets: their videos cannot be compared.');
  }
  // As one text: tens of thousands of rows take a tenth of a second to be read, during which nobody else is answered.
  const [found] = await db.$queryRaw<{ rows: string | null }[]>`
    select json_agg(json_build_array(a.video_id, v.classes, ${topClass('a')} = any(v.classes), ${topClass('b')} = any(v.classes))
      order by a.position)::text as rows
    from evaluation_videos a
    join (
      select video_id, scores::float8[] from evaluation_videos where evaluation_id = ${other}::uuid
      union all
      select video_id, scores from submission_videos where submission_id = ${other}::uuid
    ) b on b.video_id = a.video_id
    join datasets d on d.slug = ${before.dataset}
    join dataset_videos v on v.dataset_id = d.id and v.video_id = a.video_id
    where a.evaluation_id = ${baseline}::uuid and cardinality(v.classes) > 0`;
  return tally(JSON.parse(found?.rows ?? '[]') as Row[], before.names);
}

/** Index of the highest score, the first among equals; NaN is none. */
function topClass(alias: 'a' | 'b'): Prisma.Sql {
  const scores = Prisma.raw(`${alias}.scores`);
  return Prisma.sql`(select (place - 1)::int from unnest(${scores}) with ordinality as score(value, place)
    where value <> 'NaN' order by value desc, place limit 1)`;
}

async function findScores(db: Db, id: string): Promise<Evaluation> {
  const submission = await db.submission.findFirst({
    where: { id, deletedAt: null },
    select: { experiment: { select: { spec: true } } },
  });
  return submission ? datasetOf(db, submission.experiment.spec) : findEvaluation(db, id);
}

async function findEvaluation(db: Db, id: string): Promise<Evaluation> {
  const evaluation = await db.evaluation.findUnique({ where: { id }, select: { run: { select: { config: true } } } });
  if (!evaluation) throw new AppError('not_found', 'This evaluation does not exist any more. Reload the page.');
  return datasetOf(db, evaluation.run.config);
}

async function datasetOf(db: Db, config: unknown): Promise<Evaluation> {
  const slug = datasetOfConfig(config);
  if (slug === '') {
    const what = 'The config that says which dataset was seen';
    const next = 'Open the run: its page says how to restore it.';
    throw new AppError('damaged', damagedText({ what, next }));
  }
  const dataset = await db.dataset.findUnique({ where: { slug }, select: { slug: true, classes: true } });
  return { dataset: dataset?.slug ?? null, names: classNames(dataset?.classes) };
}

function tally(rows: Row[], names: string[]): VideoComparison {
  const none = (): ChangeCounts => ({ gained: 0, lost: 0, bothRight: 0, bothWrong: 0 });
  const total = none();
  const classes = names.map((name, index) => ({ class: index, name, counts: none() }));
  const changed: VideoComparison['changed'] = [];
  for (const [videoId, labels, before, after] of rows) {
    const change = changeOf(before, after);
    total[change] += 1;
    for (const label of labels) {
      const row = classes[label];
      if (row) row.counts[change] += 1;
    }
    if ((change === 'gained' || change === 'lost') && total[change] <= mostChanged)
      changed.push({ videoId, change, classes: labels });
  }
  return { total, classes, changed };
}

function changeOf(before: boolean | null, after: boolean | null): VideoChange {
  if (before) return after ? 'bothRight' : 'lost';
  return after ? 'gained' : 'bothWrong';
}
