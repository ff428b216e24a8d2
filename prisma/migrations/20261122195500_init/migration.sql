-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "RunStatus" AS ENUM ('BLOCKED', 'QUEUED', 'CLAIMED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED');

-- CreateEnum
CREATE TYPE "AttemptOutcome" AS ENUM ('SUCCEEDED', 'FAILED', 'CANCELLED', 'LOST', 'PREEMPTED');

-- CreateTable
CREATE TABLE "datasets" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "root" TEXT NOT NULL,
    "classes" JSONB NOT NULL,
    "train_videos" INTEGER NOT NULL,
    "test_videos" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "datasets_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dataset_videos" (
    "dataset_id" UUID NOT NULL,
    "video_id" TEXT NOT NULL,
    "split" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "classes" INTEGER[],
    "actions" JSONB NOT NULL,
    "length_seconds" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "dataset_videos_pkey" PRIMARY KEY ("dataset_id","video_id")
);

-- CreateTable
CREATE TABLE "clip_frames" (
    "dataset_id" UUID NOT NULL,
    "video_id" TEXT NOT NULL,
    "protocol_key" TEXT NOT NULL,
    "clip" INTEGER NOT NULL,
    "first_frame" INTEGER NOT NULL,
    "frames" INTEGER NOT NULL,
    "original_width" INTEGER NOT NULL,
    "original_height" INTEGER NOT NULL,
    "view" DOUBLE PRECISION[],
    "original_artifact_id" UUID NOT NULL,
    "resized_artifact_id" UUID NOT NULL,

    CONSTRAINT "clip_frames_pkey" PRIMARY KEY ("dataset_id","video_id","protocol_key","clip")
);

-- CreateTable
CREATE TABLE "experiments" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "notes" TEXT NOT NULL DEFAULT '',
    "spec" JSONB NOT NULL,
    "once_key" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "experiments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "runs" (
    "id" UUID NOT NULL,
    "experiment_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "config" JSONB NOT NULL,
    "seed" INTEGER NOT NULL,
    "status" "RunStatus" NOT NULL DEFAULT 'QUEUED',
    "status_code" TEXT,
    "status_message" TEXT,
    "base_run_id" UUID,
    "queue_position" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "attempt_number" INTEGER NOT NULL DEFAULT 0,
    "lost_attempts" INTEGER NOT NULL DEFAULT 0,
    "max_attempts" INTEGER NOT NULL DEFAULT 5,
    "cancel_requested_at" TIMESTAMPTZ(3),
    "phase" TEXT,
    "step" INTEGER NOT NULL DEFAULT 0,
    "total_steps" INTEGER NOT NULL DEFAULT 0,
    "progress" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "eta_seconds" DOUBLE PRECISION,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "runs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "run_attempts" (
    "id" UUID NOT NULL,
    "run_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "worker_id" UUID NOT NULL,
    "slot" INTEGER NOT NULL,
    "pid" INTEGER,
    "claimed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "heartbeat_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lease_expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "outcome" "AttemptOutcome",
    "code" TEXT,
    "message" TEXT,
    "resumed_at_step" INTEGER,

    CONSTRAINT "run_attempts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "workers" (
    "id" UUID NOT NULL,
    "host" TEXT NOT NULL,
    "host_key" TEXT NOT NULL,
    "pid" INTEGER NOT NULL,
    "engine" JSONB NOT NULL,
    "slots" INTEGER NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "heartbeat_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "stopped_at" TIMESTAMPTZ(3),
    "draining" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "workers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "artifacts" (
    "id" UUID NOT NULL,
    "sha256" TEXT NOT NULL,
    "size" BIGINT NOT NULL,
    "mime" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "artifacts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "checkpoints" (
    "id" UUID NOT NULL,
    "run_id" UUID NOT NULL,
    "step" INTEGER NOT NULL,
    "epoch" DOUBLE PRECISION NOT NULL,
    "final" BOOLEAN NOT NULL,
    "artifact_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "checkpoints_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "evaluations" (
    "id" UUID NOT NULL,
    "run_id" UUID NOT NULL,
    "variant" TEXT NOT NULL,
    "fusion" TEXT NOT NULL,
    "objective" TEXT,
    "protocol" JSONB NOT NULL,
    "protocol_key" TEXT NOT NULL,
    "oracle" BOOLEAN NOT NULL,
    "checkpoint_step" INTEGER NOT NULL,
    "map" DOUBLE PRECISION NOT NULL,
    "wap" DOUBLE PRECISION NOT NULL,
    "class_ap" DOUBLE PRECISION[],
    "box_hit_rate" DOUBLE PRECISION,
    "hash" TEXT NOT NULL,
    "maps_artifact_id" UUID,
    "map_side" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "evaluations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "evaluation_videos" (
    "evaluation_id" UUID NOT NULL,
    "video_id" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "scores" REAL[],
    "clip_scores" REAL[],
    "boxes" REAL[],
    "hits" REAL[],

    CONSTRAINT "evaluation_videos_pkey" PRIMARY KEY ("evaluation_id","video_id")
);

-- CreateTable
CREATE TABLE "metric_points" (
    "run_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "split" TEXT NOT NULL,
    "step" INTEGER NOT NULL,
    "epoch" REAL NOT NULL,
    "value" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "metric_points_pkey" PRIMARY KEY ("run_id","key","split","step")
);

-- CreateTable
CREATE TABLE "metric_latest" (
    "run_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "split" TEXT NOT NULL,
    "last_step" INTEGER NOT NULL,
    "last_epoch" REAL NOT NULL,
    "last" DOUBLE PRECISION NOT NULL,
    "min" DOUBLE PRECISION,
    "max" DOUBLE PRECISION,
    "points" INTEGER NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "metric_latest_pkey" PRIMARY KEY ("run_id","key","split")
);

-- CreateTable
CREATE TABLE "log_lines" (
    "id" BIGSERIAL NOT NULL,
    "run_id" UUID NOT NULL,
    "attempt" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "level" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "source" TEXT NOT NULL DEFAULT 'lifecycle',
    "seq" INTEGER,

    CONSTRAINT "log_lines_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "datasets_slug_key" ON "datasets"("slug");

-- CreateIndex
CREATE INDEX "dataset_videos_dataset_id_split_position_idx" ON "dataset_videos"("dataset_id", "split", "position");

-- CreateIndex
CREATE INDEX "clip_frames_original_artifact_id_idx" ON "clip_frames"("original_artifact_id");

-- CreateIndex
CREATE INDEX "clip_frames_resized_artifact_id_idx" ON "clip_frames"("resized_artifact_id");

-- CreateIndex
CREATE UNIQUE INDEX "experiments_once_key_key" ON "experiments"("once_key");

-- CreateIndex
CREATE INDEX "experiments_deleted_at_created_at_idx" ON "experiments"("deleted_at", "created_at");

-- CreateIndex
CREATE INDEX "experiments_updated_at_idx" ON "experiments"("updated_at");

-- CreateIndex
CREATE INDEX "runs_status_queue_position_created_at_idx" ON "runs"("status", "queue_position", "created_at");

-- CreateIndex
CREATE INDEX "runs_base_run_id_idx" ON "runs"("base_run_id");

-- CreateIndex
CREATE INDEX "runs_updated_at_idx" ON "runs"("updated_at");

-- CreateIndex
CREATE UNIQUE INDEX "runs_experiment_id_key_key" ON "runs"("experiment_id", "key");

-- CreateIndex
CREATE INDEX "run_attempts_ended_at_lease_expires_at_idx" ON "run_attempts"("ended_at", "lease_expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "run_attempts_run_id_number_key" ON "run_attempts"("run_id", "number");

-- CreateIndex
CREATE INDEX "workers_stopped_at_heartbeat_at_idx" ON "workers"("stopped_at", "heartbeat_at");

-- CreateIndex
CREATE UNIQUE INDEX "artifacts_sha256_key" ON "artifacts"("sha256");

-- CreateIndex
CREATE INDEX "checkpoints_artifact_id_idx" ON "checkpoints"("artifact_id");

-- CreateIndex
CREATE UNIQUE INDEX "checkpoints_run_id_step_key" ON "checkpoints"("run_id", "step");

-- CreateIndex
CREATE INDEX "evaluations_maps_artifact_id_idx" ON "evaluations"("maps_artifact_id");

-- CreateIndex
CREATE UNIQUE INDEX "evaluations_run_id_variant_key" ON "evaluations"("run_id", "variant");

-- CreateIndex
CREATE INDEX "evaluation_videos_evaluation_id_position_idx" ON "evaluation_videos"("evaluation_id", "position");

-- CreateIndex
CREATE INDEX "log_lines_run_id_id_idx" ON "log_lines"("run_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "log_lines_run_id_attempt_source_seq_key" ON "log_lines"("run_id", "attempt", "source", "seq");

-- AddForeignKey
ALTER TABLE "dataset_videos" ADD CONSTRAINT "dataset_videos_dataset_id_fkey" FOREIGN KEY ("dataset_id") REFERENCES "datasets"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "clip_frames" ADD CONSTRAINT "clip_frames_dataset_id_fkey" FOREIGN KEY ("dataset_id") REFERENCES "datasets"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "clip_frames" ADD CONSTRAINT "clip_frames_original_artifact_id_fkey" FOREIGN KEY ("original_artifact_id") REFERENCES "artifacts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "clip_frames" ADD CONSTRAINT "clip_frames_resized_artifact_id_fkey" FOREIGN KEY ("resized_artifact_id") REFERENCES "artifacts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "runs" ADD CONSTRAINT "runs_experiment_id_fkey" FOREIGN KEY ("experiment_id") REFERENCES "experiments"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "runs" ADD CONSTRAINT "runs_base_run_id_fkey" FOREIGN KEY ("base_run_id") REFERENCES "runs"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_attempts" ADD CONSTRAINT "run_attempts_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "runs"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_attempts" ADD CONSTRAINT "run_attempts_worker_id_fkey" FOREIGN KEY ("worker_id") REFERENCES "workers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "checkpoints" ADD CONSTRAINT "checkpoints_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "runs"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "checkpoints" ADD CONSTRAINT "checkpoints_artifact_id_fkey" FOREIGN KEY ("artifact_id") REFERENCES "artifacts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "evaluations" ADD CONSTRAINT "evaluations_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "runs"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "evaluations" ADD CONSTRAINT "evaluations_maps_artifact_id_fkey" FOREIGN KEY ("maps_artifact_id") REFERENCES "artifacts"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "evaluation_videos" ADD CONSTRAINT "evaluation_videos_evaluation_id_fkey" FOREIGN KEY ("evaluation_id") REFERENCES "evaluations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "metric_points" ADD CONSTRAINT "metric_points_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "runs"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "metric_latest" ADD CONSTRAINT "metric_latest_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "runs"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "log_lines" ADD CONSTRAINT "log_lines_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "runs"("id") ON DELETE CASCADE ON UPDATE CASCADE;
