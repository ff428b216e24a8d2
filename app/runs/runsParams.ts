import { createLoader, type inferParserType, parseAsArrayOf, parseAsString, parseAsStringLiteral } from 'nuqs/server';
import { isId, parseAsSearch, parseAsWholeNumber } from '@/app/_components/urlValues';
import { runStatusSchema } from '@/domain/runStatus';
import { parseRunSortKey, runGroupKeys } from '@/domain/runTable';
import { defaultColumns, isColumn } from './runColumns';

/** State of the run table as it stands in the URL. `sort` is a column, with `-` in front for descending; pages count from 1. */
export const runsParams = {
  q: parseAsSearch.withDefault(''),
  status: parseAsArrayOf(parseAsStringLiteral(runStatusSchema.options)).withDefault([]),
  experiment: parseAsString,
  sort: parseAsString.withDefault('-created'),
  page: parseAsWholeNumber.withDefault(1),
  columns: parseAsArrayOf(parseAsString).withDefault(defaultColumns),
  group: parseAsArrayOf(parseAsString).withDefault([]),
};
export type RunsParams = inferParserType<typeof runsParams>;

export const loadRunsParams = createLoader(runsParams);
export const runsPageSize = 50;

function filterOf({ q, status, experiment }: RunsParams) {
  const experimentId = experiment !== null && isId(experiment) ? experiment : null;
  return { text: q, statuses: status, experimentId };
}

/** What the table asks for; parts of the URL that say nothing sensible count as left out. */
export function listInput(params: RunsParams) {
  const named = params.sort.replace(/^-/, '');
  const known = parseRunSortKey(named) !== null;
  return {
    ...filterOf(params),
    sort: known ? { key: named, descending: params.sort.startsWith('-') } : { key: 'created', descending: true },
    page: Math.max(0, params.page - 1),
    limit: runsPageSize,
  };
}

/** What the grouped table asks for; null = not grouped. */
export function groupInput(params: RunsParams) {
  const by = groupKeys(params);
  return by.length === 0 ? null : { ...filterOf(params), by };
}

export function groupKeys({ group }: RunsParams): string[] {
  return [...new Set(group)].filter((key) => runGroupKeys.includes(key)).slice(0, 3);
}

export function shownColumns({ columns }: RunsParams): string[] {
  return [...new Set(columns)].filter(isColumn);
}
