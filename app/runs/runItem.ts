import type { Outputs } from '@/app/_trpc/outputs';

/** A row of the run table. */
export type RunItem = Outputs['run']['list']['items'][number];
