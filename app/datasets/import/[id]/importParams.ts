import { parseAsStringLiteral } from 'nuqs';
import { datasetSplitIds } from '@/domain/datasetSplits';
import { scanFindings } from '@/domain/scanFindings';

/** Which videos are listed under the report; `all` = those of the whole split. */
export const importParams = {
  split: parseAsStringLiteral(datasetSplitIds),
  finding: parseAsStringLiteral(['all' as const, ...scanFindings]),
};
