import { plainName } from './plainName';

/** Bytes of UTF-8 that are kept of what people wrote; with its ending a name stays far below the 255 that file systems take. */
const mostBytes = 100;
/** Names of devices, with any ending, on Windows. */
const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)$/;

/**
 * A name for a file on any system, made of a name that a person gave: letters, digits and "-" in its own script, never a device, a
 * hidden file, a path or an option. Of a long name beginning and end are kept, where such names differ.
 * @param ending our own, with everything that tells files of one name apart: `-base-seed0.txt`
 * @param otherwise where the name has no letter and no digit
 */
export function fileNameOf(name: string, { ending, otherwise }: { ending: string; otherwise: string }): string {
  const plain = shortened(plainName(name)) || otherwise;
  const stem = `${plain}${ending}`.split('.')[0] ?? '';
  return `${plain}${reserved.test(stem) ? '-' : ''}${ending}`;
}

/** The same for what has a key of ours, whose "_" are kept: `attention-late_fusion-seed0.log`. */
export function keyFileName(key: string, ending: string): string {
  return /^[A-Za-z0-9][\w-]*$/.test(key) && key.length <= mostBytes
    ? `${key}${ending}`
    : fileNameOf(key, { ending, otherwise: 'run' });
}

function shortened(plain: string): string {
  if (bytesOf(plain) <= mostBytes) return plain;
  const characters = [...plain];
  const head = withinBytes(characters, (mostBytes * 2) / 3);
  const tail = withinBytes(characters.reverse(), mostBytes / 3).reverse();
  const trimmed = [head, tail].map((part) => part.join('').replace(/^[-\p{M}]+|-+$/gu, ''));
  return trimmed.join('--');
}

function withinBytes(characters: string[], most: number): string[] {
  let bytes = 0;
  const end = characters.findIndex((character) => {
    bytes += bytesOf(character);
    return bytes > most;
  });
  return end < 0 ? characters : characters.slice(0, end);
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}
