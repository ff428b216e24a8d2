import { parseAsStringLiteral } from 'nuqs';
import { scanFindings } from '@/domain/scanFindings';

/** Which videos are listed under the report; `all` = those of the whole split. */
export const importParams = {
  split: parseAsStringLiteral(['train', 'test'] as const),
  finding: parseAsStringLiteral(['all' as const, ...scanFindings]),
};
