import type { ByteSource } from './byteSource';
import { containerOpcodes } from './containerOpcodes';
import { literalOpcodes } from './literalOpcodes';
import { objectOpcodes } from './objectOpcodes';
import { PickleInput } from './pickleInput';
import { malformed, type PersistentLoad, PickleMachine } from './pickleMachine';
import { codeOf, type PickleOpcode, type PickleOpcodes } from './pickleOpcode';
import type { PickleValue } from './pickleValues';

const stop = codeOf('.');
const newestProtocol = 5;
/** The arrays lie outside of the pickle: this is names, sizes and scores. */
const longestPickle = 64 << 20;
/** Two an object, whatever the pickle does with it. */
const mostSteps = 16_000_000;
/** So many kinds are told of. */
const mostUnknown = 50;

const frameOpcodes: PickleOpcodes = [
  [0x80, (m) => checkProtocol(m.input.unsigned(1))],
  // FRAME: how many bytes follow, for readers that ask for them in advance.
  [0x95, (m) => void m.input.unsigned(8)],
];
const opcodes: ReadonlyMap<number, PickleOpcode> = new Map([
  ...frameOpcodes,
  ...literalOpcodes,
  ...containerOpcodes,
  ...objectOpcodes,
]);

/**
 * Read one pickle of protocols 0 to 5 as data. No code of the file is run and nothing is looked up outside of `pickleGlobals`; extension
 * codes, textual persistent ids and out-of-band buffers, which PyTorch does not write, are refused.
 * @param start of the pickle in the file @param end first byte behind what may be read
 * @returns the value, where the pickle ended, and the names of the objects in it whose kind is not known
 * @throws AppError('checkpoint_invalid')
 */
export function unpickle(
  source: ByteSource,
  { start, end, persistentLoad }: { start: number; end: number; persistentLoad: PersistentLoad },
): { value: PickleValue; end: number; unknown: Set<string> } {
  const input = new PickleInput(source, start, Math.min(end, start + longestPickle));
  const unknown = new Set<string>();
  const machine = new PickleMachine(input, persistentLoad, (name) => {
    if (unknown.size < mostUnknown) unknown.add(name);
  });
  for (let steps = 0; ; steps++) {
    if (steps > mostSteps) throw malformed('has more instructions than any checkpoint');
    const code = input.byte();
    if (code === stop) return { value: machine.pop(), end: input.position, unknown };
    const opcode = opcodes.get(code);
    if (!opcode) throw malformed(`holds the instruction 0x${code.toString(16)}, which no file of PyTorch needs`);
    opcode(machine);
  }
}

function checkProtocol(protocol: number): void {
  if (protocol > newestProtocol) throw malformed(`is of protocol ${protocol}; up to ${newestProtocol} are known`);
}
