import type { AppError } from '@/domain/errors';
import { containerNames, type Demuxer } from './containers';
import { type Advice, undecodable } from './undecodable';

const boxNames = new Set(['ftyp', 'styp', 'moov', 'moof', 'sidx', 'mdat', 'wide', 'free', 'skip', 'pnot', 'uuid']);
const asf = Buffer.from('3026b2758e66cf11a6d900aa0062ce6c', 'hex');

/** The demuxer for a file that begins so; null where it is none of the containers that are read. */
export function sniff(head: Buffer): Demuxer | null {
  const at = (from: number, length: number) => head.toString('latin1', from, from + length);
  if (boxNames.has(at(4, 4))) return isPicture(at(8, 4)) ? null : 'mov';
  if (head.length >= 4 && head.readUInt32BE(0) === 0x1a45dfa3) return 'matroska';
  if (at(0, 4) === 'RIFF' && at(8, 3) === 'AVI') return 'avi';
  if (syncs(head, { from: 0, packet: 188 }) || syncs(head, { from: 4, packet: 192 })) return 'mpegts';
  if (head.length >= 4 && head.readUInt32BE(0) === 0x1ba) return 'mpeg';
  if (head.subarray(0, 16).equals(asf)) return 'asf';
  if (at(0, 3) === 'FLV') return 'flv';
  if (at(0, 4) === 'OggS') return 'ogg';
  if (/^GIF8[79]a$/.test(at(0, 6))) return 'gif';
  return null;
}

/** HEIC and AVIF pictures are boxes, too. */
function isPicture(brand: string): boolean {
  return /^(heic|heix|mif1|msf1|avif)$/.test(brand);
}

/** Every packet of a transport stream begins with 0x47: as many as the head holds, two at least. */
function syncs(head: Buffer, { from, packet }: { from: number; packet: number }): boolean {
  if (head.length < from + packet + 1) return false;
  for (let at = from; at < head.length; at += packet) if (head[at] !== 0x47) return false;
  return true;
}

/** What else a file may be by its first bytes (hexadecimal, `..` = any), and what to do about it. */
const kinds: [bytes: string[], what: string, advice: Advice][] = [
  [['504b0304', '504b0506'], 'a ZIP archive', 'unpack'],
  [['1f8b', '52617221', '377abcaf', '425a68', 'fd377a585a', '28b52ffd'], 'a packed file', 'unpack'],
  [
    ['494433', '664c6143', 'fffb', 'fff3', 'fff2', 'fff1', 'fff9', '52494646........57415645'],
    'a sound file',
    'pictures',
  ],
  [['ffd8ff', '89504e47', '424d', '49492a00', '4d4d002a', '52494646........57454250'], 'a single picture', 'fetch'],
  [['........66747970'], 'a single picture', 'fetch'], // as boxes: what is a video was known before
  [['000001', '00000001'], 'a bare stream of pictures without a container', 'convert'],
];
const texts: [start: RegExp, what: string][] = [
  [/^\s*<(!doctype html|html|head|body)/i, 'a web page'],
  [/^version https:\/\/git-lfs/, 'a pointer of Git LFS, not the file itself'],
  [/^#EXTM3U/, 'a playlist'],
  [/^ffconcat/, 'a list of files'],
];

/** The error of a file that is none of the containers that are read. */
export function notRead(path: string, head: Buffer): AppError {
  const [what, advice] = kindOf(head);
  return undecodable(path, `it is ${what}; videos that are read are ${containerNames}`, advice);
}

function kindOf(head: Buffer): [what: string, advice: Advice] {
  const hex = head.toString('hex');
  for (const [starts, what, advice] of kinds)
    if (starts.some((bytes) => new RegExp(`^${bytes}`).test(hex))) return [what, advice];
  if (head.every((byte) => byte === 0)) return ['nothing but zero bytes', 'fetch'];
  const text = head.toString('latin1');
  const known = texts.find(([start]) => start.test(text));
  if (known) return [known[1], 'fetch'];
  const readable = head.every((byte) => byte >= 32 || byte === 9 || byte === 10 || byte === 13);
  return readable ? ['a text', 'fetch'] : ['something else', 'convert'];
}
