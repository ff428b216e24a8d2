import { parseAsBoolean, parseAsString, parseAsStringLiteral } from 'nuqs/server';
import { parseAsWholeNumber } from '@/app/_components/urlValues';

/** The state of the experiment page as it stands in the URL. */
export const experimentParams = {
  /** One seed; null = all. */
  seed: parseAsWholeNumber,
  /** The cell that is looked into: `variant.fusion`. */
  cell: parseAsString,
  chart: parseAsStringLiteral(['difference', 'map'] as const).withDefault('difference'),
  /** Show the whole set-up, not only what differs from the paper. */
  setup: parseAsBoolean.withDefault(false),
};
