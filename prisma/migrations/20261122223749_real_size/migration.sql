-- CreateEnum
CREATE TYPE "JobStatus" AS ENUM ('QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED');

-- AlterTable
ALTER TABLE "clip_frames" ADD COLUMN     "columns" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "dataset_videos" ADD COLUMN     "duration" DOUBLE PRECISION,
ADD COLUMN     "frames" INTEGER,
ADD COLUMN     "height" INTEGER,
ADD COLUMN     "kind" TEXT NOT NULL DEFAULT 'video',
ADD COLUMN     "message" TEXT,
ADD COLUMN     "path" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "state" TEXT NOT NULL DEFAULT 'ok',
ADD COLUMN     "width" INTEGER;

-- AlterTable
ALTER TABLE "evaluation_videos" ADD COLUMN     "map_position" INTEGER;

-- AlterTable
ALTER TABLE "evaluations" ADD COLUMN     "sampled_map" DOUBLE PRECISION;

-- AlterTable
ALTER TABLE "runs" ADD COLUMN     "phase_done" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "phase_rate" DOUBLE PRECISION,
ADD COLUMN     "phase_total" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "weights_id" UUID;

-- CreateTable
CREATE TABLE "partial_scores" (
    "run_id" UUID NOT NULL,
    "variant" TEXT NOT NULL,
    "checkpoint_step" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "video_id" TEXT NOT NULL,
    "scores" REAL[],
    "clip_scores" REAL[],
    "boxes" REAL[],
    "hits" REAL[],
    "sampled_classes" INTEGER[],
    "maps" BYTEA,

    CONSTRAINT "partial_scores_pkey" PRIMARY KEY ("run_id","variant","checkpoint_step","video_id")
);

-- CreateTable
CREATE TABLE "gallery_requests" (
    "run_id" UUID NOT NULL,
    "video_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "gallery_requests_pkey" PRIMARY KEY ("run_id","video_id")
);

-- CreateTable
CREATE TABLE "demanded_maps" (
    "evaluation_id" UUID NOT NULL,
    "video_id" TEXT NOT NULL,
    "maps" BYTEA NOT NULL,

    CONSTRAINT "demanded_maps_pkey" PRIMARY KEY ("evaluation_id","video_id")
);

-- CreateTable
CREATE TABLE "weights" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "source_path" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "backbone" TEXT NOT NULL,
    "classes" INTEGER,
    "report" JSONB NOT NULL,
    "artifact_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "weights_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "jobs" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "input" JSONB NOT NULL,
    "status" "JobStatus" NOT NULL DEFAULT 'QUEUED',
    "attempt_number" INTEGER NOT NULL DEFAULT 0,
    "done" INTEGER NOT NULL DEFAULT 0,
    "total" INTEGER NOT NULL DEFAULT 0,
    "eta_seconds" DOUBLE PRECISION,
    "result" JSONB,
    "code" TEXT,
    "message" TEXT,
    "worker_id" UUID,
    "lease_expires_at" TIMESTAMPTZ(3),
    "cancel_requested_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "jobs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "scanned_videos" (
    "job_id" UUID NOT NULL,
    "video_id" TEXT NOT NULL,
    "split" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "actions" JSONB NOT NULL,
    "length_seconds" DOUBLE PRECISION,
    "path" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "scan" JSONB,

    CONSTRAINT "scanned_videos_pkey" PRIMARY KEY ("job_id","video_id")
);

-- CreateTable
CREATE TABLE "submissions" (
    "id" UUID NOT NULL,
    "experiment_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "map" DOUBLE PRECISION NOT NULL,
    "wap" DOUBLE PRECISION NOT NULL,
    "class_ap" DOUBLE PRECISION[],
    "missing" INTEGER NOT NULL,
    "unknown" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "submissions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "submission_videos" (
    "submission_id" UUID NOT NULL,
    "video_id" TEXT NOT NULL,
    "scores" DOUBLE PRECISION[],

    CONSTRAINT "submission_videos_pkey" PRIMARY KEY ("submission_id","video_id")
);

-- CreateIndex
CREATE INDEX "weights_artifact_id_idx" ON "weights"("artifact_id");

-- CreateIndex
CREATE INDEX "jobs_status_created_at_idx" ON "jobs"("status", "created_at");

-- CreateIndex
CREATE INDEX "jobs_worker_id_idx" ON "jobs"("worker_id");

-- CreateIndex
CREATE INDEX "scanned_videos_job_id_split_position_idx" ON "scanned_videos"("job_id", "split", "position");

-- CreateIndex
CREATE INDEX "submissions_experiment_id_idx" ON "submissions"("experiment_id");

-- CreateIndex
CREATE INDEX "runs_weights_id_idx" ON "runs"("weights_id");

-- AddForeignKey
ALTER TABLE "runs" ADD CONSTRAINT "runs_weights_id_fkey" FOREIGN KEY ("weights_id") REFERENCES "weights"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "partial_scores" ADD CONSTRAINT "partial_scores_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "runs"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "gallery_requests" ADD CONSTRAINT "gallery_requests_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "runs"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "demanded_maps" ADD CONSTRAINT "demanded_maps_evaluation_id_video_id_fkey" FOREIGN KEY ("evaluation_id", "video_id") REFERENCES "evaluation_videos"("evaluation_id", "video_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "weights" ADD CONSTRAINT "weights_artifact_id_fkey" FOREIGN KEY ("artifact_id") REFERENCES "artifacts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "jobs" ADD CONSTRAINT "jobs_worker_id_fkey" FOREIGN KEY ("worker_id") REFERENCES "workers"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "scanned_videos" ADD CONSTRAINT "scanned_videos_job_id_fkey" FOREIGN KEY ("job_id") REFERENCES "jobs"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "submissions" ADD CONSTRAINT "submissions_experiment_id_fkey" FOREIGN KEY ("experiment_id") REFERENCES "experiments"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "submission_videos" ADD CONSTRAINT "submission_videos_submission_id_fkey" FOREIGN KEY ("submission_id") REFERENCES "submissions"("id") ON DELETE CASCADE ON UPDATE CASCADE;
