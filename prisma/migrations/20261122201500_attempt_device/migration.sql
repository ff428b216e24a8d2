-- AlterTable
ALTER TABLE "run_attempts" ADD COLUMN     "device" TEXT;

-- CreateIndex
CREATE INDEX "run_attempts_worker_id_idx" ON "run_attempts"("worker_id");
