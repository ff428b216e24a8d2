import { z } from 'zod';
import { binKindSchema } from '@/domain/binKinds';
import { deleteForGood } from '@/server/disk/deleteForGood';
import { diskState } from '@/server/disk/diskSpace';
import { diskUse } from '@/server/disk/diskUse';
import { experimentDisk } from '@/server/disk/experimentDisk';
import { listBin } from '@/server/disk/listBin';
import { procedure, router } from '@/server/trpc';

/** What takes how much disk, how much is left, and the bin. */
export const diskRouter = router({
  /** Null where nobody looks at the disk. */
  space: procedure.query(({ ctx }) => diskState(ctx.db, ctx.artifacts)),
  use: procedure.query(({ ctx }) => diskUse(ctx.db, ctx.caches)),
  experiment: procedure
    .input(z.object({ experimentId: z.uuid() }))
    .query(({ ctx, input }) => experimentDisk(ctx.db, input.experimentId)),
  bin: procedure.query(({ ctx }) => listBin(ctx.db, ctx.binDays ?? 30)),
  deleteForGood: procedure
    .input(z.object({ kind: binKindSchema, id: z.uuid() }))
    .mutation(({ ctx, input }) => deleteForGood(ctx.db, { root: ctx.artifacts, only: input })),
  emptyBin: procedure.mutation(({ ctx }) => deleteForGood(ctx.db, { root: ctx.artifacts, only: null })),
});
