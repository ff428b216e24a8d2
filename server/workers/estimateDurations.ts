import type { Db } from '@/server/db';

type Sample = { experiment: string; dataset: string; recipe: string; training: string; seconds: number };
/** What the duration of a run depends on; `recipe` and `training` are JSON text with ordered keys. */
export type DurationQuestion = { id: string; experiment: string; dataset: string; recipe: string; training: string };

const newest = 2000;

/**
 * How long runs like these took (finished ones, and those at work with an ETA), in seconds: the mean over the same training in the
 * same experiment, else the same recipe there, else the same recipe and training on the same dataset. Null where there is none.
 */
export async function estimateDurations(db: Db, runIds: string[]): Promise<Map<string, number | null>> {
  const [questions, samples] = await Promise.all([
    db.$queryRaw<DurationQuestion[]>`
      select id::text, experiment_id::text as experiment, config ->> 'dataset' as dataset,
        (config -> 'recipe')::text as recipe, (config -> 'training')::text as training
      from runs where id = any(${runIds}::uuid[])`,
    db.$queryRaw<Sample[]>`
      select experiment_id::text as experiment, config ->> 'dataset' as dataset,
        (config -> 'recipe')::text as recipe, (config -> 'training')::text as training,
        extract(epoch from coalesce(finished_at, now() + eta_seconds * interval '1 second') - started_at)::float8 as seconds
      from runs
      where started_at is not null and (status = 'SUCCEEDED' or (status = 'RUNNING' and eta_seconds is not null))
      order by started_at desc limit ${newest}`,
  ]);
  return new Map(questions.map((question) => [question.id, estimate(question, samples)]));
}

function estimate(question: DurationQuestion, samples: Sample[]): number | null {
  const sameRecipe = samples.filter(({ recipe }) => recipe === question.recipe);
  const inExperiment = sameRecipe.filter(({ experiment }) => experiment === question.experiment);
  const sameTraining = ({ training }: Sample) => training === question.training;
  const elsewhere = sameRecipe.filter((sample) => sameTraining(sample) && sample.dataset === question.dataset);
  const alike = [inExperiment.filter(sameTraining), inExperiment, elsewhere].find((group) => group.length > 0);
  return alike ? alike.reduce((sum, { seconds }) => sum + seconds, 0) / alike.length : null;
}
