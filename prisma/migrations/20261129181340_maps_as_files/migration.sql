-- Maps leave the database: places for what is known of their files. What is stored in rows is moved into files
-- (server/evaluations/moveStoredMaps.ts) before the next migration takes the old places away.
ALTER TABLE "evaluation_videos" ADD COLUMN "demanded_maps_id" UUID;

ALTER TABLE "partial_scores" ADD COLUMN "map_position" INTEGER,
ADD COLUMN "map_sha256" TEXT;

CREATE INDEX "evaluation_videos_demanded_maps_id_idx" ON "evaluation_videos"("demanded_maps_id");

-- An artifact that something refers to cannot be removed, whoever tries.
ALTER TABLE "evaluations" DROP CONSTRAINT "evaluations_maps_artifact_id_fkey";
ALTER TABLE "evaluations" ADD CONSTRAINT "evaluations_maps_artifact_id_fkey" FOREIGN KEY ("maps_artifact_id") REFERENCES "artifacts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "evaluation_videos" ADD CONSTRAINT "evaluation_videos_demanded_maps_id_fkey" FOREIGN KEY ("demanded_maps_id") REFERENCES "artifacts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
