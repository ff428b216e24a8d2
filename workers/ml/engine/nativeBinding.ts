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
  getNumOfTensors(): number;
  isUsingGpuDevice(): boolean;
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
