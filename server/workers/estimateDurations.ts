import type { Db } from '@/server/db';
import { taskSeconds } from '@/server/tasks/taskSeconds';

type Sample = { experiment: string; dataset: string; recipe: string; training: string; seconds: number };
/** What the duration of a run depends on; `recipe` and `training` are JSON text with ordered keys. */
export type DurationQuestion = { id: string; experiment: string; dataset: string; recipe: string; training: string };

const newest = 2000;

/**
 * How long trainings like these took (finished ones, and those at work with an ETA), in seconds at work, nights in the queue and lost
 * hosts left out: the mean over the same training in the same experiment, else the same recipe there, else the same recipe and training
 * on the same dataset. Null where there is none.
 */
export async function estimateDurations(db: Db, runIds: string[]): Promise<Map<string, number | null>> {
  const [questions, samples] = await Promise.all([
    db.$queryRaw<DurationQuestion[]>`
      select id::text, experiment_id::text as experiment, config ->> 'dataset' as dataset,
        (config -> 'recipe')::text as recipe, (config -> 'training')::text as training
      from runs where id = any(${runIds}::uuid[])`,
    db.$queryRaw<Sample[]>`
      with newest as (
        select t.id, t.status, t.eta_seconds from tasks t
        where t.kind = 'train' and t.started_at is not null
          and (t.status = 'SUCCEEDED' or (t.status = 'RUNNING' and t.eta_seconds is not null))
        order by t.started_at desc limit ${newest}
      )
      select r.experiment_id::text as experiment, r.config ->> 'dataset' as dataset,
        (r.config -> 'recipe')::text as recipe, (r.config -> 'training')::text as training,
        ${taskSeconds} + case when t.status = 'RUNNING' then t.eta_seconds else 0 end as seconds
      from newest t join runs r on r.id = t.id
      where exists (select 1 from task_attempts a where a.task_id = t.id)`,
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
