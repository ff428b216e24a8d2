import { mostArrays } from '@/domain/formats/safetensorsHeader';
import { readZipDirectory, type ZipEntry } from '@/files/zipDirectory.mjs';
import type { ByteSource } from './byteSource';
import { quoted, weightsError } from './weightsError';
import { checkLayout } from './zipLayout';
import type { ZipMember } from './zipMember';

/** A member an array, and a few more. */
const mostMembers = 2 * mostArrays;
/** Encrypted, strongly encrypted, or with masked headers. */
const encrypted = 0x2041;
const stored = 0;

/**
 * The members of a zip file, as torch.save writes it: stored, not compressed or encrypted, zip64 where it is large.
 * @throws AppError('checkpoint_invalid') for anything else, for names that leave the folder, names that occur twice, and members that
 *   overlap or reach beyond the file
 */
export function zipMembers(source: ByteSource): Map<string, ZipMember> {
  const { entries, start } = readZipDirectory(source, { refuse: weightsError, checkCount });
  for (const entry of entries) checkEntry(entry);
  return checkLayout(source, entries, start);
}

function checkCount(entries: number): void {
  if (entries <= mostMembers) return;
  throw weightsError(
    `its zip has ${entries.toLocaleString('en-GB')} members, more than the arrays of any network`,
    'Save the state dict of one network alone and import that',
  );
}

function checkEntry({ name, flags, method, size, packed }: ZipEntry): void {
  if (flags & encrypted) throw weightsError(`${quoted(name)} in its zip is encrypted`, 'Save it without a password');
  if (method !== stored) {
    throw weightsError(
      `${quoted(name)} in its zip is compressed, which torch.save never does`,
      'Unpack it and import the file of weights that is inside',
    );
  }
  if (size !== packed) throw weightsError(`${quoted(name)} in its zip has two different sizes`);
}
