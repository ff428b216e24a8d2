import { z } from 'zod';
import { checkOf } from './checkOf';
import { plainName } from './plainName';

const longest = 64;

/** A short name: what plainName makes, at most 64 characters. */
export const slugSchema = z
  .string()
  .normalize('NFC')
  .regex(
    /^(?!\p{M}|-)(?:(?!\p{Default_Ignorable_Code_Point})[\p{Ll}\p{Lm}\p{Lo}\p{M}\p{N}-]){1,64}$/u,
    'Use small letters, digits and "-", at most 64, beginning with a letter or digit.',
  );

/**
 * A short name made of another one, in its own script. Long names keep their beginning and a check sum, so that names which differ at
 * their ends have different short names; of a name without letters and digits (an emoji) only the check sum is left.
 * @returns empty only for an empty name
 */
export function slugOf(name: string): string {
  const plain = plainName(name);
  if (plain === '') return name.trim() === '' ? '' : `data-${checkOf(name)}`;
  const characters = [...plain];
  if (characters.length <= longest) return plain;
  const kept = characters
    .slice(0, longest - 9)
    .join('')
    .replace(/-+$/, '');
  return `${kept}-${checkOf(plain)}`;
}
