import { createHash } from 'node:crypto';

const longestId = 80;
const longestBytes = 160;

/**
 * Ids of own videos, made of their paths: letters and digits of any script, "_" and "-" only, because ids stand in addresses, in file
 * names, and in submission files with blanks between the fields. Long paths keep their beginning, where they are, their end, where they
 * differ, and a hash; so does all but the first of paths whose ids would be the same to somebody who does not look at capitals.
 * @param paths distinct, relative to the folder
 * @returns id by path
 */
export function videoIds(paths: string[]): Map<string, string> {
  const ids = new Map<string, string>();
  const taken = new Set<string>();
  for (const path of [...paths].sort()) {
    const plain = plainId(path);
    const short = shortened(plain);
    let id = short === plain && plain !== '' ? plain : `${short}-${hashOf(path).slice(0, 8)}`;
    for (let digits = 8; taken.has(foldCase(id)); digits++) id = `${short}-${hashOf(path).slice(0, digits)}`;
    taken.add(foldCase(id));
    ids.set(path, id);
  }
  return ids;
}

function plainId(path: string): string {
  return path
    .normalize('NFC')
    .replace(/\.[A-Za-z0-9]{2,5}$/, '')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replace(/[^\p{L}\p{N}\p{M}_-]+/gu, '_')
    .replace(/^\p{M}+/u, '_');
}

function shortened(plain: string): string {
  const characters = [...plain];
  if (characters.length <= longestId && Buffer.byteLength(plain) <= longestBytes) return plain;
  // Room for "_" between both parts, and for "-" and a hash behind them.
  const wide = Buffer.byteLength(plain) / characters.length;
  const room = Math.floor(Math.min(longestId - 10, (longestBytes - 10) / Math.max(1, wide)));
  const head = Math.ceil(room * 0.6);
  return `${characters.slice(0, head).join('')}_${characters.slice(head - room).join('')}`;
}

function foldCase(id: string): string {
  return id.toUpperCase().toLowerCase().normalize('NFC');
}

/** SHA-256, hex. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
