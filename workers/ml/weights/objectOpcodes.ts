import { findGlobal } from './pickleGlobals';
import { malformed, type PickleMachine } from './pickleMachine';
import { codeOf, type PickleOpcodes } from './pickleOpcode';
import { PickleDict, PickleGlobal, PickleOpaque, PickleTensor, type PickleValue } from './pickleValues';
import { weightsError } from './weightsError';

const longestName = 1024;

/** Names, calls and persistent ids: everything that could do harm elsewhere ends at the closed list here. */
export const objectOpcodes: PickleOpcodes = [
  [codeOf('c'), (m) => m.push(findGlobal(m.input.line(longestName), m.input.line(longestName), m.unknown))],
  [0x93, (m) => pushStackGlobal(m)],
  [codeOf('R'), (m) => callTop(m)],
  [0x81, (m) => callTop(m)],
  [0x92, (m) => callWithNames(m)],
  [codeOf('i'), (m) => pushInstance(m)],
  [codeOf('o'), (m) => pushObject(m)],
  [codeOf('b'), (m) => build(m)],
  [codeOf('Q'), (m) => m.push(m.persistentLoad(m.pop()))],
];

function pushStackGlobal(machine: PickleMachine): void {
  const name = machine.pop();
  const module = machine.pop();
  if (typeof module !== 'string' || typeof name !== 'string') throw malformed('asks for a name that is no text');
  machine.push(findGlobal(module, name, machine.unknown));
}

/** REDUCE and NEWOBJ: a name of the list, called with a tuple. */
function callTop(machine: PickleMachine): void {
  const args = machine.popTuple();
  machine.push(call(machine, machine.pop(), args.items));
}

/** NEWOBJ_EX: arguments by name as well, which no value of the list looks at. */
function callWithNames(machine: PickleMachine): void {
  machine.pop();
  callTop(machine);
}

/** INST: `(i module name`, arguments since the mark. */
function pushInstance(machine: PickleMachine): void {
  const type = findGlobal(machine.input.line(longestName), machine.input.line(longestName), machine.unknown);
  machine.push(call(machine, type, machine.popMark()));
}

/** OBJ: the type is the first value since the mark. */
function pushObject(machine: PickleMachine): void {
  const [type = null, ...args] = machine.popMark();
  machine.push(call(machine, type, args));
}

function call(machine: PickleMachine, type: PickleValue, args: readonly PickleValue[]): PickleValue {
  if (type instanceof PickleOpaque) return type;
  if (!(type instanceof PickleGlobal)) throw malformed('calls something that is no name of the closed list');
  if (!type.rule.make) throw weightsError(`it calls "${type.name}", which is not to be called`);
  return type.rule.make(args, machine.spend);
}

/** BUILD: attributes beside the content (the version numbers of a state dict, for one); nobody reads them. */
function build(machine: PickleMachine): void {
  machine.pop();
  const target = machine.top();
  if (target instanceof PickleDict || target instanceof PickleOpaque || target instanceof PickleTensor) return;
  throw malformed('gives attributes to something that has none');
}
