import { z } from 'zod';
import { listMetrics } from '@/server/metrics/listMetrics';
import { readSeries, readSeriesSchema } from '@/server/metrics/readSeries';
import { cloneSpec } from '@/server/runs/cloneSpec';
import { deleteRun } from '@/server/runs/deleteRun';
import { groupRuns, groupRunsSchema } from '@/server/runs/groupRuns';
import { listAttempts } from '@/server/runs/listAttempts';
import { listCheckpoints } from '@/server/runs/listCheckpoints';
import { listEvaluations } from '@/server/runs/listEvaluations';
import { listRuns, listRunsSchema } from '@/server/runs/listRuns';
import { readLog, readLogSchema } from '@/server/runs/readLog';
import { readRun } from '@/server/runs/readRun';
import { restoreConfig } from '@/server/runs/restoreConfig';
import { restoreRun } from '@/server/runs/restoreRun';
import { restoreWeights } from '@/server/runs/restoreWeights';
import { weightsDamage } from '@/server/runs/weightsDamage';
import { cancelTask } from '@/server/tasks/cancelTask';
import { retryTask } from '@/server/tasks/retryTask';
import { procedure, router } from '@/server/trpc';

const oneRun = procedure.input(z.object({ id: z.uuid() }));

/** Trainings: the table of all, and everything about one. */
export const runRouter = router({
  list: procedure.input(listRunsSchema.prefault({})).query(({ ctx, input }) => listRuns(ctx.db, input)),
  groups: procedure.input(groupRunsSchema).query(({ ctx, input }) => groupRuns(ctx.db, input)),
  byId: oneRun.query(({ ctx, input }) => readRun(ctx.db, input.id)),
  metrics: oneRun.query(({ ctx, input }) => listMetrics(ctx.db, [input.id])),
  series: procedure.input(readSeriesSchema).query(({ ctx, input }) => readSeries(ctx.db, input)),
  evaluations: oneRun.query(({ ctx, input }) => listEvaluations(ctx.db, [input.id])),
  attempts: oneRun.query(({ ctx, input }) => listAttempts(ctx.db, input.id)),
  checkpoints: oneRun.query(({ ctx, input }) => listCheckpoints(ctx.db, input.id)),
  log: procedure.input(readLogSchema).query(({ ctx, input }) => readLog(ctx.db, input)),
  cloneConfig: oneRun.query(({ ctx, input }) => cloneSpec(ctx.db, input.id)),
  cancel: oneRun.mutation(({ ctx, input }) => cancelTask(ctx.db, input.id)),
  retry: procedure
    .input(z.object({ id: z.uuid(), fromStart: z.boolean().default(false) }))
    .mutation(({ ctx, input }) => retryTask(ctx.db, input.id, { fromStart: input.fromStart })),
  /** Whether the bytes of its final weights are whole; null: they are. */
  weightsDamage: oneRun.query(({ ctx, input }) => weightsDamage(ctx.db, { runId: input.id, root: ctx.artifacts })),
  restoreWeights: oneRun.mutation(({ ctx, input }) => restoreWeights(ctx.db, { runId: input.id, root: ctx.artifacts })),
  delete: oneRun.mutation(({ ctx, input }) => deleteRun(ctx.db, input.id)),
  restoreConfig: oneRun.mutation(({ ctx, input }) => restoreConfig(ctx.db, input.id)),
  restore: oneRun.mutation(({ ctx, input }) => restoreRun(ctx.db, input.id)),
});
