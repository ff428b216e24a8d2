import { AppError } from '@/domain/errors';
import type { Db } from '@/server/db';

/** Bytes that an experiment holds; those of its runs in the bin included. */
export type ExperimentDisk = {
  weights: number;
  maps: number;
  /** Frames of its clips, which every experiment with these clips shares. */
  pictures: number;
};

/**
 * Sums over the rows of one experiment, found by their indices.
 * @throws AppError not_found
 */
export async function experimentDisk(db: Db, experimentId: string): Promise<ExperimentDisk> {
  const [row] = await db.$queryRaw<ExperimentDisk[]>`
    with
      own as (select id from runs where experiment_id = ${experimentId}::uuid),
      evaluated as (select e.* from evaluations e where e.run_id in (select id from own)),
      clips as (
        select f.* from experiments x join datasets d on d.slug = x.spec->>'dataset'
        join clip_frames f on f.dataset_id = d.id and f.protocol_key in (select protocol_key from evaluated)
        where x.id = ${experimentId}::uuid),
      weights as (select distinct artifact_id as id from checkpoints where run_id in (select id from own)),
      maps as (
        select maps_artifact_id as id from evaluated where maps_artifact_id is not null
        union
        select v.demanded_maps_id from evaluated e join evaluation_videos v on v.evaluation_id = e.id
        where v.demanded_maps_id is not null),
      pictures as (select original_artifact_id as id from clips union select resized_artifact_id from clips)
    select
      (select coalesce(sum(size), 0)::float8 from artifacts where id in (select id from weights)) as weights,
      (select coalesce(sum(size), 0)::float8 from artifacts where id in (select id from maps)) as maps,
      (select coalesce(sum(size), 0)::float8 from artifacts where id in (select id from pictures)) as pictures
    from experiments where id = ${experimentId}::uuid`;
  if (!row) throw new AppError('not_found', 'This experiment does not exist. Look for it in the list of experiments.');
  return row;
}
