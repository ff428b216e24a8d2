-- AlterTable
ALTER TABLE "gallery_requests" ADD COLUMN     "message" TEXT;

-- AlterTable
ALTER TABLE "partial_scores" ALTER COLUMN "boxes" SET DATA TYPE DOUBLE PRECISION[],
ALTER COLUMN "hits" SET DATA TYPE DOUBLE PRECISION[];

-- Until now every video of an evaluation had its maps, in the order of the split.
UPDATE "evaluation_videos" v SET "map_position" = v."position"
FROM "evaluations" e WHERE e."id" = v."evaluation_id" AND e."maps_artifact_id" IS NOT NULL;
