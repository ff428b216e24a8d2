import { type ScanResult, scanResultSchema } from '@/domain/importReport';
import { requireStored } from '@/domain/stored';
import { type ScanDatasetInput, scanDatasetInputSchema } from '@/domain/taskInputs';

const next = 'Discard it and import the folder again: videos that were read before are quick to read.';

/** What an import was asked for. @throws AppError damaged */
export function requireImportInput({ title, input }: { title: string; input: unknown }): ScanDatasetInput {
  return requireStored(scanDatasetInputSchema, input, { what: `What "${title}" was asked for`, next });
}

/** What an import has found. @throws AppError damaged */
export function requireScanResult({ title, result }: { title: string; result: unknown }): ScanResult {
  return requireStored(scanResultSchema, result, { what: `The report of "${title}"`, next });
}
