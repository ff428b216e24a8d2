import type { Outputs } from '@/app/_trpc/outputs';

/** What the page of a run shows. */
export type Run = Outputs['run']['byId'];
export type Evaluation = Outputs['run']['evaluations'][number];
