import { mostArrays } from '@/domain/formats/safetensorsHeader';
import type { PickleInput } from './pickleInput';
import {
  PickleDict,
  type PickleOpaque,
  type PickleStorage,
  PickleTensor,
  PickleTuple,
  type PickleValue,
} from './pickleValues';
import { weightsError } from './weightsError';

/** Values a pickle may make, copies included: far above every checkpoint, far below what would fill the memory. */
const mostValues = 8_000_000;
/** Containers weigh more than numbers, dictionaries most. */
const mostContainers = 1_000_000;
const dictWeight = 3;
const mostRemembered = 2_000_000;
const deepestMarks = 10_000;

/** What a persistent id of the file stands for. @throws AppError('checkpoint_invalid') */
export type PersistentLoad = (id: PickleValue) => PickleStorage | PickleOpaque;

/**
 * The stack machine that every pickle is a program of. The operations only move values about; the few that make something go through the
 * closed list of `pickleGlobals`. All work is bounded by the length of the pickle and by `spend`.
 */
export class PickleMachine {
  private stack: PickleValue[] = [];
  private readonly marks: PickleValue[][] = [];
  private readonly memo = new Map<number, PickleValue>();
  private values = 0;
  private containers = 0;
  private tensors = 0;

  constructor(
    readonly input: PickleInput,
    readonly persistentLoad: PersistentLoad,
    /** Told of every name that is not on the closed list. */
    readonly unknown: (name: string) => void,
  ) {}

  push(value: PickleValue): void {
    this.spend(1);
    if (typeof value === 'object' && value !== null) {
      this.containers += value instanceof PickleDict ? dictWeight : 1;
      if (this.containers > mostContainers) throw tooMuch();
      if (value instanceof PickleTensor && ++this.tensors > mostArrays) throw tooManyTensors();
    }
    this.stack.push(value);
  }

  pop(): PickleValue {
    const value = this.stack.pop();
    if (value === undefined) throw malformed('takes from an empty stack');
    return value;
  }

  top(): PickleValue {
    const value = this.stack.at(-1);
    if (value === undefined) throw malformed('looks at an empty stack');
    return value;
  }

  mark(): void {
    if (this.marks.length >= deepestMarks) throw tooMuch();
    this.marks.push(this.stack);
    this.stack = [];
  }

  /** All values since the last mark. */
  popMark(): PickleValue[] {
    const outer = this.marks.pop();
    if (!outer) throw malformed('has no mark');
    const values = this.stack;
    this.stack = outer;
    return values;
  }

  /** POP takes a mark too where nothing lies above it. */
  drop(): void {
    if (this.stack.length > 0) this.stack.pop();
    else this.popMark();
  }

  store(index = this.memo.size): void {
    this.memo.set(index, this.top());
    if (this.memo.size > mostRemembered) throw tooMuch();
  }

  recall(index: number): void {
    const value = this.memo.get(index);
    if (value === undefined) throw malformed('recalls what it never stored');
    this.push(value);
  }

  popTuple(): PickleTuple {
    const value = this.pop();
    if (value instanceof PickleTuple) return value;
    throw malformed('calls with something that is not a tuple');
  }

  /** Alternating keys and values. */
  fill(dict: PickleValue, items: readonly PickleValue[]): void {
    if (items.length % 2 !== 0) throw malformed('has a key without a value');
    if (!(dict instanceof PickleDict)) throw malformed('sets an item of something that is not a dictionary');
    for (let k = 0; k < items.length; k += 2) dict.entries.set(items[k] ?? null, items[k + 1] ?? null);
  }

  /** Count values that are made or copied. */
  readonly spend = (values: number): void => {
    this.values += values;
    if (this.values > mostValues) throw tooMuch();
  };
}

/** @param what the pickle does wrong */
export function malformed(what: string) {
  return weightsError(`its pickle ${what}`);
}

function tooManyTensors() {
  const most = mostArrays.toLocaleString('en-GB');
  return weightsError(
    `it holds more than ${most} arrays, as no network has`,
    'Save its state dict alone and import that',
  );
}

function tooMuch() {
  return weightsError('its pickle holds more objects than any checkpoint', 'Save its state dict alone and import that');
}
