import { crc32 } from '@/domain/formats/crc32';

/** Eight hex digits that tell apart names which look the same once they are made plain or cut. */
export function checkOf(text: string): string {
  return crc32(new TextEncoder().encode(text.normalize('NFC')))
    .toString(16)
    .padStart(8, '0');
}
