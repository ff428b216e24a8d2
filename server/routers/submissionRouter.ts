import { z } from 'zod';
import { deleteSubmission } from '@/server/submissions/deleteSubmission';
import { listSubmissions } from '@/server/submissions/listSubmissions';
import { procedure, router } from '@/server/trpc';

const one = procedure.input(z.object({ id: z.uuid() }));

/** Scores of others beside ours; they come in as files, see app/api/experiments/[id]/submissions. */
export const submissionRouter = router({
  list: procedure
    .input(z.object({ experimentId: z.uuid() }))
    .query(({ ctx, input }) => listSubmissions(ctx.db, input.experimentId)),
  delete: one.mutation(({ ctx, input }) => deleteSubmission(ctx.db, input.id)),
  restore: one.mutation(({ ctx, input }) => deleteSubmission(ctx.db, input.id, { undo: true })),
});
