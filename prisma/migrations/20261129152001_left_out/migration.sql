-- AlterTable
ALTER TABLE "evaluations" ADD COLUMN     "unread_videos" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "runs" ADD COLUMN     "left_out" TEXT[] DEFAULT ARRAY[]::TEXT[];
