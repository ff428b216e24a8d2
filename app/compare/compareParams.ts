import {
  createLoader,
  type inferParserType,
  parseAsArrayOf,
  parseAsBoolean,
  parseAsFloat,
  parseAsString,
  parseAsStringLiteral,
} from 'nuqs/server';
import { isId } from '@/app/_components/urlValues';

/** State of the comparison as it stands in the URL. */
export const compareParams = {
  runs: parseAsArrayOf(parseAsString).withDefault([]),
  /** Run to which the differences refer; the first one by default. */
  baseline: parseAsString,
  /** Evaluation, or scores of others, whose classes and videos are held against the baseline; the first one of another run by default. */
  against: parseAsString,
  /** Curve, as `split.key`. */
  metric: parseAsString.withDefault('train.loss'),
  smooth: parseAsFloat.withDefault(0.9),
  scale: parseAsStringLiteral(['linear', 'log'] as const).withDefault('linear'),
  /** Show keys of the config that are equal, too. */
  all: parseAsBoolean.withDefault(false),
};
export type CompareParams = inferParserType<typeof compareParams>;

export const loadCompareParams = createLoader(compareParams);
export const mostCompared = 20;

/** Ids of the runs that the URL names, each once, at most twenty. */
export function comparedRuns({ runs }: Pick<CompareParams, 'runs'>): string[] {
  return [...new Set(runs)].filter(isId).slice(0, mostCompared);
}
