import { type Garbage, type GarbagePart, parts, totalOf } from '@/server/disk/collectGarbage';
import type { Freed } from '@/server/disk/freed';

/** `the bin: 1,204 rows` */
export function formatPart(part: GarbagePart, freed: Freed): string {
  return `${parts[part]}: ${amounts(freed)}`;
}

/** One line with everything. */
export function formatGarbage(garbage: Garbage, { dryRun }: { dryRun: boolean }): string {
  return `${dryRun ? 'Would free' : 'Freed'} ${amounts(totalOf(garbage))}.`;
}

function amounts({ rows, files, bytes }: Freed): string {
  if (rows + files === 0) return 'nothing';
  const mebibytes = (bytes / 2 ** 20).toLocaleString('en-GB', { maximumFractionDigits: 1 });
  const all = [rows > 0 ? count(rows, 'row') : '', files > 0 ? `${count(files, 'file')} (${mebibytes} MiB)` : ''];
  return all.filter((text) => text !== '').join(', ');
}

function count(number: number, what: string): string {
  return `${number.toLocaleString('en-GB')} ${what}${number === 1 ? '' : 's'}`;
}
