import { Prisma } from '@/prisma/generated/client';

/**
 * Every column that refers to an artifact, by table. A test compares this with the foreign keys of the database, and those refuse to
 * let go of a referenced artifact, should a column be missing here.
 */
export const artifactReferences = [
  ['checkpoints', 'artifact_id'],
  ['evaluations', 'maps_artifact_id'],
  ['evaluation_videos', 'demanded_maps_id'],
  ['weights', 'artifact_id'],
  ['clip_frames', 'original_artifact_id'],
  ['clip_frames', 'resized_artifact_id'],
] as const;

/** Condition of SQL: nothing refers to the artifact `a`. */
export const isUnreferenced: Prisma.Sql = Prisma.join(
  artifactReferences.map(([table, column]) =>
    Prisma.raw(`not exists (select 1 from ${table} ref where ref.${column} = a.id)`),
  ),
  ' and ',
);
