'use client';

import { debounce, useQueryStates } from 'nuqs';
import { type RunsParams, runsParams } from './runsParams';

/** State of the run table in the URL. A change of the filter leads back to the first page. */
export function useRunsState() {
  const [params, setParams] = useQueryStates(runsParams);
  return {
    params,
    filter: (changes: Partial<Pick<RunsParams, 'q' | 'status' | 'experiment'>>) =>
      setParams({ ...changes, page: null }, changes.q === undefined ? {} : { limitUrlUpdates: debounce(300) }),
    sortBy: (column: string) =>
      setParams({ sort: params.sort === `-${column}` ? column : `-${column}`, page: null }, { history: 'push' }),
    goTo: (page: number) => setParams({ page }, { history: 'push' }),
    show: (columns: string[]) => setParams({ columns }),
    groupBy: (group: string[]) => setParams({ group, page: null }, { history: 'push' }),
    clear: () => setParams({ q: null, status: null, experiment: null, page: null }),
  };
}
