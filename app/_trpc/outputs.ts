import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@/server/routers/appRouter';

/** What the procedures answer: `Outputs['run']['byId']`. For pages, which may not import server/. */
export type Outputs = inferRouterOutputs<AppRouter>;

/** What they are asked. */
export type Inputs = inferRouterInputs<AppRouter>;
