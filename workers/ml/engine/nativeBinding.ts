/**
 * What the N-API binding of @tensorflow/tfjs-node-gpu, with the additions of scripts/setup/patchBinding.mjs, offers and the engine uses.
 * Ids are never used twice.
 */
export type NativeBinding = {
  TF_Version: string;
  createTensor(shape: number[], dtype: number, values: Float32Array | Int32Array | Uint8Array): number;
  deleteTensor(id: number): void;
  tensorDataSync(id: number): Float32Array | Int32Array | Uint8Array;
  executeOp(name: string, attributes: Attribute[], inputs: number[], outputs: number): NativeTensor[];
  /** From now on `name` is an op for `executeOp`: it runs all nodes, as soon as what they need is there, side by side. */
  addFunction(name: string, definition: FunctionDefinition): void;
  /** Runs an op without attributes and results on another thread. Nothing but tensors may be made or deleted before `finishOp`. */
  startOp(name: string, inputs: number[]): void;
  /** Waits for it. @returns milliseconds that it ran @throws what went wrong in it */
  finishOp(): number;
  getNumOfTensors(): number;
  isUsingGpuDevice(): boolean;
};

/** Output of a node: its place in the list of nodes, and which of its outputs. */
export type NodeOutput = readonly [node: number, output: number];
export type FunctionNode = {
  op: string;
  attributes: readonly Attribute[];
  /** An input that is a list of tensors is an array of outputs. */
  inputs: readonly (NodeOutput | readonly NodeOutput[])[];
  /** Nodes that have to be done before, although nothing of theirs is an input. */
  after: readonly number[];
};
export type FunctionDefinition = {
  nodes: readonly FunctionNode[];
  /** So many nodes at the beginning are placeholders of the function's inputs. */
  parameters: number;
  results: readonly NodeOutput[];
  /** Nodes that run although no result needs them. */
  effects: readonly number[];
};

export type NativeTensor = { id: number; shape: number[]; dtype: number };

/** Attribute of an op; `type` as in tf_attrtype.h. Types that follow from an input (`T`) may be left out: that is faster. */
export type Attribute = {
  name: string;
  type: number;
  value: string | number | boolean | readonly number[] | readonly string[];
};

export const attribute = {
  string: (name: string, value: string): Attribute => ({ name, type: 0, value }),
  strings: (name: string, value: readonly string[]): Attribute => ({ name, type: 0, value }),
  int: (name: string, value: number | readonly number[]): Attribute => ({ name, type: 1, value }),
  float: (name: string, value: number): Attribute => ({ name, type: 2, value }),
  bool: (name: string, value: boolean): Attribute => ({ name, type: 3, value }),
  /** @param value as in tf_datatype.h, see `dataTypes` */
  type: (name: string, value: number): Attribute => ({ name, type: 4, value }),
  types: (name: string, value: readonly number[]): Attribute => ({ name, type: 4, value }),
  shape: (name: string, value: readonly number[]): Attribute => ({ name, type: 5, value }),
};
