import { z } from 'zod';
import { backboneIdSchema } from '@/domain/backbones';
import { procedure, router } from '@/server/trpc';
import { deleteWeights } from '@/server/weights/deleteWeights';
import { listWeights } from '@/server/weights/listWeights';
import { restoreWeights } from '@/server/weights/restoreWeights';

const oneId = procedure.input(z.object({ id: z.uuid() }));

/** Weights from elsewhere that a base run can start from. */
export const weightsRouter = router({
  list: procedure
    .input(z.object({ backbone: backboneIdSchema.optional() }).default({}))
    .query(({ ctx, input }) => listWeights(ctx.db, input)),
  delete: oneId.mutation(({ ctx, input }) => deleteWeights(ctx.db, input.id)),
  restore: oneId.mutation(({ ctx, input }) => restoreWeights(ctx.db, input.id)),
});
