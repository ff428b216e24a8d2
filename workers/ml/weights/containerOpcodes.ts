import { malformed, type PickleMachine } from './pickleMachine';
import { codeOf, type PickleOpcodes } from './pickleOpcode';
import { PickleDict, PickleList, PickleOpaque, PickleTuple, type PickleValue } from './pickleValues';

/** Lists, tuples, dictionaries and sets, the stack, the marks and the memo. */
export const containerOpcodes: PickleOpcodes = [
  [codeOf('('), (m) => m.mark()],
  [codeOf('0'), (m) => m.drop()],
  [codeOf('1'), (m) => void m.popMark()],
  [codeOf('2'), (m) => m.push(m.top())],
  [codeOf(']'), (m) => m.push(new PickleList([]))],
  [codeOf('l'), (m) => m.push(new PickleList(m.popMark()))],
  [codeOf('a'), (m) => appendLast(m)],
  [codeOf('e'), (m) => append(m.popMark(), m)],
  [codeOf(')'), (m) => m.push(new PickleTuple([]))],
  [codeOf('t'), (m) => m.push(new PickleTuple(m.popMark()))],
  [0x85, (m) => pushTuple(m, 1)],
  [0x86, (m) => pushTuple(m, 2)],
  [0x87, (m) => pushTuple(m, 3)],
  [codeOf('}'), (m) => m.push(new PickleDict())],
  [codeOf('d'), (m) => pushDict(m)],
  [codeOf('s'), (m) => setLast(m)],
  [codeOf('u'), (m) => setItems(m, m.popMark())],
  [0x8f, (m) => m.push(new PickleOpaque('set'))],
  [0x90, (m) => append(m.popMark(), m)],
  [0x91, (m) => pushFrozenSet(m)],
  [codeOf('p'), (m) => m.store(indexOf(m.input.line(20)))],
  [codeOf('q'), (m) => m.store(m.input.unsigned(1))],
  [codeOf('r'), (m) => m.store(m.input.unsigned(4))],
  [0x94, (m) => m.store()],
  [codeOf('g'), (m) => m.recall(indexOf(m.input.line(20)))],
  [codeOf('h'), (m) => m.recall(m.input.unsigned(1))],
  [codeOf('j'), (m) => m.recall(m.input.unsigned(4))],
];

function appendLast(machine: PickleMachine): void {
  const value = machine.pop();
  append([value], machine);
}

/** To a list, or to a set or a queue, whose items nobody reads. */
function append(values: readonly PickleValue[], machine: PickleMachine): void {
  const target = machine.top();
  if (target instanceof PickleOpaque) return;
  if (!(target instanceof PickleList)) throw malformed('appends to something that is not a list');
  for (const value of values) target.items.push(value);
}

function pushTuple(machine: PickleMachine, length: number): void {
  const items: PickleValue[] = [];
  for (let k = 0; k < length; k++) items.unshift(machine.pop());
  machine.push(new PickleTuple(items));
}

function pushFrozenSet(machine: PickleMachine): void {
  machine.popMark();
  machine.push(new PickleOpaque('frozenset'));
}

function pushDict(machine: PickleMachine): void {
  const items = machine.popMark();
  const dict = new PickleDict();
  machine.fill(dict, items);
  machine.push(dict);
}

function setLast(machine: PickleMachine): void {
  const value = machine.pop();
  const key = machine.pop();
  setItems(machine, [key, value]);
}

function setItems(machine: PickleMachine, items: readonly PickleValue[]): void {
  const target = machine.top();
  if (!(target instanceof PickleOpaque)) machine.fill(target, items);
}

function indexOf(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw malformed('names a memo that is no number');
  return Number(text);
}
