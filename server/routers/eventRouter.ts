import { tracked } from '@trpc/server';
import { z } from 'zod';
import { watchChanges } from '@/server/events/watchChanges';
import { procedure, router } from '@/server/trpc';

/** The one live channel; everything else is a query that it makes stale. */
export const eventRouter = router({
  /** Experiments, runs and workers whose rows changed. Resumes after `lastEventId` when the connection was lost. */
  onChange: procedure
    .input(z.object({ lastEventId: z.iso.datetime().nullish() }).optional())
    .subscription(async function* ({ ctx, input, signal }) {
      for await (const { cursor, event } of watchChanges(ctx.db, { cursor: input?.lastEventId ?? undefined, signal })) {
        yield tracked(cursor, event);
      }
    }),
});
