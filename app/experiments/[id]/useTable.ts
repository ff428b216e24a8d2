'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { useTRPC } from '@/app/_trpc/client';
import { experimentParams } from './experimentParams';

/** The live Table 2 for the seeds that the URL names; the one before stays while another seed is fetched. */
export function useTable(id: string) {
  const trpc = useTRPC();
  const [{ seed }] = useQueryStates(experimentParams);
  return useQuery(trpc.experiment.table.queryOptions({ id, seed }, { placeholderData: keepPreviousData }));
}

/** The live Table 1 for the same seeds; not asked for where the experiment has none. */
export function useTable1(id: string, enabled: boolean) {
  const trpc = useTRPC();
  const [{ seed }] = useQueryStates(experimentParams);
  return useQuery(trpc.experiment.table1.queryOptions({ id, seed }, { placeholderData: keepPreviousData, enabled }));
}
