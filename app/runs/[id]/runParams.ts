import { parseAsArrayOf, parseAsBoolean, parseAsFloat, parseAsStringLiteral } from 'nuqs/server';
import { parseAsSearch } from '@/app/_components/urlValues';
import { logLevels } from '@/domain/logLevels';

export const runTabs = ['curves', 'evaluations', 'config', 'log', 'attempts', 'system', 'checkpoints'] as const;
export type RunTab = (typeof runTabs)[number];

/** State of the page of a run as it stands in the URL. */
export const runParams = {
  tab: parseAsStringLiteral(runTabs).withDefault('curves'),
  /** Weight of the moving average. */
  smooth: parseAsFloat.withDefault(0.9),
  scale: parseAsStringLiteral(['linear', 'log'] as const).withDefault('linear'),
  order: parseAsStringLiteral(['class', 'ap'] as const).withDefault('class'),
  /** Show what differs from the base run only. */
  diff: parseAsBoolean.withDefault(false),
  search: parseAsSearch.withDefault(''),
  levels: parseAsArrayOf(parseAsStringLiteral(logLevels)).withDefault([]),
};
