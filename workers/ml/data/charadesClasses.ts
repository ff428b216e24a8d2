import { AppError } from '@/domain/errors';
import type { VideoDataset } from './videoItem';

/**
 * Parses a class list of Charades: one line a class, `c008 Opening a door`; the codes run from c000 without a gap.
 * @param file name for messages
 * @throws AppError dataset_invalid, with file and line
 */
export function parseCharadesClasses({ text, file }: { text: string; file: string }): VideoDataset['classes'] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  while (lines.at(-1)?.trim() === '') lines.pop();
  if (lines.length === 0)
    throw new AppError('dataset_invalid', `${file} lists no classes. Replace it by the original.`);
  return lines.map((line, index) => {
    const parts = /^c(\d{3}) (.+)$/.exec(line.trim());
    if (!parts?.[2] || Number(parts[1]) !== index)
      throw new AppError(
        'dataset_invalid',
        `${file}, line ${index + 1}: expected "c${String(index).padStart(3, '0')} name".`,
      );
    return { id: index, name: parts[2] };
  });
}
