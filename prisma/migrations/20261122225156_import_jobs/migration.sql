-- AlterTable
ALTER TABLE "datasets" ADD COLUMN     "deleted_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "jobs" ADD COLUMN     "lost_attempts" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "scanned_videos" ADD COLUMN     "findings" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- CreateIndex
CREATE INDEX "jobs_updated_at_idx" ON "jobs"("updated_at");
