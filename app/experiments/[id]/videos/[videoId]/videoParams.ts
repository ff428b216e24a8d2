import { parseAsArrayOf, parseAsStringLiteral } from 'nuqs/server';
import { parseAsWholeNumber } from '@/app/_components/urlValues';
import { variantIds } from '@/domain/variants';

/** Whether scores are those of the whole video (pooled over its clips) or of the clip on show. */
export const scoreScopes = ['video', 'clip'] as const;
export type ScoreScope = (typeof scoreScopes)[number];

/** State of the page of one video in the URL, beside that of the gallery. Clips and frames count from 1. */
export const videoParams = {
  clip: parseAsWholeNumber,
  frame: parseAsWholeNumber,
  show: parseAsArrayOf(parseAsStringLiteral(variantIds)),
  scores: parseAsStringLiteral(scoreScopes).withDefault('video'),
};
