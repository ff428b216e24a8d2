import type { Outputs } from '@/app/_trpc/outputs';

/** How the list of experiments is asked for; the same on server and in the browser, so that one finds what the other fetched. */
export const listInput = { limit: 30 };
export const listOptions = {
  getNextPageParam: (page: Outputs['experiment']['list']) => page.nextCursor,
};
