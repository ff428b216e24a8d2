import type { ByteSource } from './byteSource';
import { weightsError } from './weightsError';

const chunkBytes = 1 << 16;

/** The bytes of a pickle, read on through a small window. */
export class PickleInput {
  private window: Uint8Array = new Uint8Array(0);
  private windowStart: number;

  /** @param position of the first byte in the file @param end first byte behind what may be read */
  constructor(
    private readonly source: ByteSource,
    public position: number,
    private readonly end: number,
  ) {
    this.windowStart = position;
  }

  byte(): number {
    const at = this.position - this.windowStart;
    const byte = this.window[at];
    if (byte !== undefined) {
      this.position++;
      return byte;
    }
    const length = Math.min(chunkBytes, this.end - this.position);
    if (length <= 0) throw cutOff();
    this.windowStart = this.position;
    this.window = this.source.read(this.position, length);
    return this.byte();
  }

  /** The next `length` bytes; nothing is allocated where there are fewer. */
  take(length: number): Uint8Array {
    if (!(length >= 0 && length <= this.end - this.position)) throw cutOff();
    const at = this.position - this.windowStart;
    const bytes =
      at + length <= this.window.length
        ? this.window.subarray(at, at + length)
        : this.source.read(this.position, length);
    this.position += length;
    return bytes;
  }

  /** Little-endian and without sign; of eight bytes, exact up to 2^53 and beyond that larger than any file. */
  unsigned(bytes: 1 | 2 | 4 | 8): number {
    let value = 0;
    for (let k = 0; k < bytes; k++) value += this.byte() * 2 ** (8 * k);
    return value;
  }

  /** A line as Latin-1, without its end. */
  line(longest: number): string {
    const bytes: number[] = [];
    for (let byte = this.byte(); byte !== 0x0a; byte = this.byte()) {
      if (bytes.length >= longest) throw weightsError('its pickle holds a line without an end');
      bytes.push(byte);
    }
    return decodeLatin1(Uint8Array.from(bytes));
  }
}

/** Byte k becomes the character k. */
export function decodeLatin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

function cutOff() {
  return weightsError('its pickle is cut off');
}
