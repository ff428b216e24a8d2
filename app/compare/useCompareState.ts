'use client';

import { useQueryStates } from 'nuqs';
import { comparedRuns, compareParams } from './compareParams';

/** State of the comparison in the URL. */
export function useCompareState() {
  const [params, setParams] = useQueryStates(compareParams);
  const runIds = comparedRuns(params);
  return {
    params,
    runIds,
    set: (changes: Partial<Omit<typeof params, 'runs'>>) => setParams(changes),
    add: (id: string) => setParams({ runs: [...runIds, id] }, { history: 'push' }),
    remove: (id: string) => {
      const runs = runIds.filter((other) => other !== id);
      const baseline = params.baseline === id ? null : params.baseline;
      return setParams({ runs: runs.length === 0 ? null : runs, baseline }, { history: 'push' });
    },
  };
}
export type CompareState = ReturnType<typeof useCompareState>;
