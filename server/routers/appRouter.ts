import { router } from '@/server/trpc';

/** The whole API; one router a noun, a line each. */
export const appRouter = router({});

export type AppRouter = typeof appRouter;
