import type { PickleMachine } from './pickleMachine';

/** One instruction of the pickle protocol. */
export type PickleOpcode = (machine: PickleMachine) => void;
export type PickleOpcodes = readonly (readonly [code: number, run: PickleOpcode])[];

/** Code of an instruction that has a printable name. */
export function codeOf(letter: string): number {
  return letter.charCodeAt(0);
}
