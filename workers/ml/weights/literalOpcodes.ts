import { decodeLatin1 } from './pickleInput';
import { floatFromText, integerFromText, longFromBytes, stringFromRawUnicode, stringFromRepr } from './pickleLiterals';
import type { PickleMachine } from './pickleMachine';
import { codeOf, type PickleOpcodes } from './pickleOpcode';
import { weightsError } from './weightsError';

const longestNumber = 1024;
const longestText = 1 << 20;

/** None, booleans, numbers, text and byte strings. */
export const literalOpcodes: PickleOpcodes = [
  [codeOf('N'), (m) => m.push(null)],
  [0x88, (m) => m.push(true)],
  [0x89, (m) => m.push(false)],
  [codeOf('I'), (m) => m.push(integerFromText(m.input.line(longestNumber)))],
  [codeOf('L'), (m) => m.push(integerFromText(m.input.line(longestNumber)))],
  [codeOf('J'), (m) => m.push(m.input.unsigned(4) | 0)],
  [codeOf('K'), (m) => m.push(m.input.unsigned(1))],
  [codeOf('M'), (m) => m.push(m.input.unsigned(2))],
  [0x8a, (m) => m.push(longFromBytes(m.input.take(m.input.unsigned(1))))],
  [0x8b, (m) => m.push(longFromBytes(m.input.take(m.input.unsigned(4))))],
  [codeOf('F'), (m) => m.push(floatFromText(m.input.line(longestNumber)))],
  [codeOf('G'), (m) => m.push(bigEndianDouble(m.input.take(8)))],
  [codeOf('S'), (m) => m.push(stringFromRepr(m.input.line(longestText)))],
  [codeOf('V'), (m) => m.push(stringFromRawUnicode(m.input.line(longestText)))],
  [codeOf('T'), (m) => pushBytes(m, m.input.unsigned(4))],
  [codeOf('U'), (m) => pushBytes(m, m.input.unsigned(1))],
  [codeOf('B'), (m) => pushBytes(m, m.input.unsigned(4))],
  [codeOf('C'), (m) => pushBytes(m, m.input.unsigned(1))],
  [0x8e, (m) => pushBytes(m, m.input.unsigned(8))],
  [0x96, (m) => pushBytes(m, m.input.unsigned(8))],
  [codeOf('X'), (m) => pushText(m, m.input.unsigned(4))],
  [0x8c, (m) => pushText(m, m.input.unsigned(1))],
  [0x8d, (m) => pushText(m, m.input.unsigned(8))],
];

function pushBytes(machine: PickleMachine, length: number): void {
  machine.push(decodeLatin1(machine.input.take(length)));
}

function pushText(machine: PickleMachine, length: number): void {
  const bytes = machine.input.take(length);
  try {
    machine.push(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw weightsError('its pickle holds text that is not UTF-8');
  }
}

function bigEndianDouble(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset, 8).getFloat64(0, false);
}
