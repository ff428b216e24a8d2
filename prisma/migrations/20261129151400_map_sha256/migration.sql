-- AlterTable
ALTER TABLE "evaluation_videos" ADD COLUMN     "map_sha256" TEXT;
