-- AlterTable
ALTER TABLE "jobs" ADD COLUMN     "still_message" TEXT,
ADD COLUMN     "still_since" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "run_attempts" ADD COLUMN     "still_message" TEXT,
ADD COLUMN     "still_since" TIMESTAMPTZ(3);
