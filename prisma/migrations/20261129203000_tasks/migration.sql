-- One lifecycle: runs and jobs become tasks. A run keeps its record; its training is the task of the same id, its attempts, status and
-- progress go there. A finished run that was in the queue for pictures only is finished, and a task of its own makes them.

ALTER TYPE "RunStatus" RENAME TO "TaskStatus";

-- CreateTable
CREATE TABLE "tasks" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "run_id" UUID,
    "input" JSONB NOT NULL DEFAULT '{}',
    "result" JSONB,
    "status" "TaskStatus" NOT NULL DEFAULT 'QUEUED',
    "status_code" TEXT,
    "status_message" TEXT,
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
    "phase_done" INTEGER NOT NULL DEFAULT 0,
    "phase_total" INTEGER NOT NULL DEFAULT 0,
    "phase_rate" DOUBLE PRECISION,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "tasks_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "task_attempts" (
    "id" UUID NOT NULL,
    "task_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "worker_id" UUID NOT NULL,
    "slot" INTEGER,
    "device" TEXT,
    "pid" INTEGER,
    "claimed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "heartbeat_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lease_expires_at" TIMESTAMPTZ(3) NOT NULL,
    "still_since" TIMESTAMPTZ(3),
    "still_message" TEXT,
    "ended_at" TIMESTAMPTZ(3),
    "outcome" "AttemptOutcome",
    "code" TEXT,
    "message" TEXT,
    "resumed_at_step" INTEGER,

    CONSTRAINT "task_attempts_pkey" PRIMARY KEY ("id")
);

-- The training of every run.
INSERT INTO "tasks" ("id", "run_id", "kind", "title", "status", "status_code", "status_message", "queue_position", "attempt_number", "lost_attempts",
  "max_attempts", "cancel_requested_at", "phase", "step", "total_steps", "progress", "eta_seconds", "phase_done", "phase_total", "phase_rate",
  "created_at", "started_at", "finished_at", "updated_at")
SELECT "id", "id", 'train', "name", "status", "status_code", "status_message", "queue_position", "attempt_number", "lost_attempts",
  "max_attempts", "cancel_requested_at", "phase", "step", "total_steps", "progress", "eta_seconds", "phase_done", "phase_total", "phase_rate",
  "created_at", "started_at", "finished_at", "updated_at"
FROM "runs";

-- Runs that are at work or in the queue for pictures only: all their evaluations and their final weights are there.
CREATE TEMPORARY TABLE "only_pictures" ON COMMIT DROP AS
SELECT r."id" FROM "runs" r
WHERE r."status" IN ('QUEUED', 'CLAIMED', 'RUNNING')
  AND EXISTS (SELECT 1 FROM "gallery_requests" q WHERE q."run_id" = r."id" AND q."message" IS NULL)
  AND EXISTS (SELECT 1 FROM "checkpoints" c WHERE c."run_id" = r."id" AND c."final")
  AND jsonb_typeof(r."config" -> 'evaluations') = 'array'
  AND NOT EXISTS (
    SELECT 1 FROM jsonb_array_elements(CASE jsonb_typeof(r."config" -> 'evaluations') WHEN 'array' THEN r."config" -> 'evaluations' ELSE '[]' END) plan
    WHERE NOT EXISTS (SELECT 1 FROM "evaluations" e WHERE e."run_id" = r."id" AND e."variant" = plan ->> 'variant')
  );
INSERT INTO "tasks" ("id", "kind", "title", "run_id", "queue_position")
SELECT gen_random_uuid(), 'pictures', r."name", r."id", r."queue_position" FROM "runs" r JOIN "only_pictures" o ON o."id" = r."id";
UPDATE "tasks" t SET "status" = 'SUCCEEDED', "status_code" = NULL, "status_message" = NULL, "phase" = NULL, "progress" = 1, "eta_seconds" = NULL,
  "cancel_requested_at" = NULL, "lost_attempts" = 0, "finished_at" = coalesce(t."finished_at", now())
FROM "only_pictures" o WHERE o."id" = t."id";

-- Imports.
INSERT INTO "tasks" ("id", "kind", "title", "input", "result", "status", "status_code", "status_message", "attempt_number", "lost_attempts",
  "cancel_requested_at", "phase_done", "phase_total", "eta_seconds", "progress", "created_at", "started_at", "finished_at", "updated_at")
SELECT "id", CASE "kind" WHEN 'scan_dataset' THEN 'scan' ELSE "kind" END, "title", "input", "result", "status"::text::"TaskStatus", "code", "message",
  "attempt_number", "lost_attempts", "cancel_requested_at", "done", "total", "eta_seconds",
  CASE WHEN "status" = 'SUCCEEDED' THEN 1 WHEN "total" > 0 THEN "done"::float8 / "total" ELSE 0 END,
  "created_at", "started_at", "finished_at", "updated_at"
FROM "jobs";

INSERT INTO "task_attempts" ("id", "task_id", "number", "worker_id", "slot", "device", "pid", "claimed_at", "heartbeat_at", "lease_expires_at",
  "still_since", "still_message", "ended_at", "outcome", "code", "message", "resumed_at_step")
SELECT "id", "run_id", "number", "worker_id", "slot", "device", "pid", "claimed_at", "heartbeat_at", "lease_expires_at",
  "still_since", "still_message", "ended_at", "outcome", "code", "message", "resumed_at_step"
FROM "run_attempts";
-- What was at work on pictures only made room: its task takes them up.
UPDATE "task_attempts" a SET "ended_at" = now(), "outcome" = 'PREEMPTED', "message" = 'The workbench was brought up to date.'
FROM "only_pictures" o WHERE a."task_id" = o."id" AND a."ended_at" IS NULL;
-- Of the attempts at imports only the current ones were known.
INSERT INTO "task_attempts" ("id", "task_id", "number", "worker_id", "claimed_at", "heartbeat_at", "lease_expires_at", "still_since", "still_message")
SELECT gen_random_uuid(), "id", "attempt_number", "worker_id", coalesce("started_at", "created_at"), "updated_at", "lease_expires_at", "still_since", "still_message"
FROM "jobs" WHERE "status" = 'RUNNING' AND "worker_id" IS NOT NULL AND "lease_expires_at" IS NOT NULL;
-- A running import without a worker has nobody to end it.
UPDATE "tasks" t SET "status" = 'QUEUED' WHERE t."kind" IN ('scan', 'import_weights') AND t."status" = 'RUNNING'
  AND NOT EXISTS (SELECT 1 FROM "task_attempts" a WHERE a."task_id" = t."id" AND a."ended_at" IS NULL);

ALTER TABLE "log_lines" ADD COLUMN "task_id" UUID, ALTER COLUMN "run_id" DROP NOT NULL;
UPDATE "log_lines" SET "task_id" = "run_id";
ALTER TABLE "log_lines" ALTER COLUMN "task_id" SET NOT NULL;
DROP INDEX "log_lines_run_id_attempt_source_seq_key";

ALTER TABLE "scanned_videos" DROP CONSTRAINT "scanned_videos_job_id_fkey";
ALTER TABLE "scanned_videos" RENAME COLUMN "job_id" TO "task_id";
ALTER INDEX "scanned_videos_job_id_split_position_idx" RENAME TO "scanned_videos_task_id_split_position_idx";

DROP TABLE "jobs";
DROP TABLE "run_attempts";
DROP TYPE "JobStatus";
DROP INDEX "runs_status_queue_position_created_at_idx";
ALTER TABLE "runs" DROP COLUMN "attempt_number",
DROP COLUMN "cancel_requested_at",
DROP COLUMN "eta_seconds",
DROP COLUMN "finished_at",
DROP COLUMN "lost_attempts",
DROP COLUMN "max_attempts",
DROP COLUMN "phase",
DROP COLUMN "phase_done",
DROP COLUMN "phase_rate",
DROP COLUMN "phase_total",
DROP COLUMN "progress",
DROP COLUMN "queue_position",
DROP COLUMN "started_at",
DROP COLUMN "status",
DROP COLUMN "status_code",
DROP COLUMN "status_message",
DROP COLUMN "step",
DROP COLUMN "total_steps";

CREATE INDEX "tasks_status_queue_position_created_at_idx" ON "tasks"("status", "queue_position", "created_at");

CREATE INDEX "tasks_kind_created_at_idx" ON "tasks"("kind", "created_at");

CREATE INDEX "tasks_run_id_idx" ON "tasks"("run_id");

CREATE INDEX "tasks_updated_at_idx" ON "tasks"("updated_at");

CREATE INDEX "task_attempts_worker_id_idx" ON "task_attempts"("worker_id");

CREATE INDEX "task_attempts_ended_at_lease_expires_at_idx" ON "task_attempts"("ended_at", "lease_expires_at");

CREATE UNIQUE INDEX "task_attempts_task_id_number_key" ON "task_attempts"("task_id", "number");

CREATE UNIQUE INDEX "log_lines_task_id_attempt_source_seq_key" ON "log_lines"("task_id", "attempt", "source", "seq");

ALTER TABLE "runs" ADD CONSTRAINT "runs_id_fkey" FOREIGN KEY ("id") REFERENCES "tasks"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "tasks" ADD CONSTRAINT "tasks_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "runs"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "task_attempts" ADD CONSTRAINT "task_attempts_task_id_fkey" FOREIGN KEY ("task_id") REFERENCES "tasks"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "task_attempts" ADD CONSTRAINT "task_attempts_worker_id_fkey" FOREIGN KEY ("worker_id") REFERENCES "workers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "log_lines" ADD CONSTRAINT "log_lines_task_id_fkey" FOREIGN KEY ("task_id") REFERENCES "tasks"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "scanned_videos" ADD CONSTRAINT "scanned_videos_task_id_fkey" FOREIGN KEY ("task_id") REFERENCES "tasks"("id") ON DELETE CASCADE ON UPDATE CASCADE;
