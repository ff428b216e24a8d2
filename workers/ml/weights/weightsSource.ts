import type { WeightsFormat } from '@/domain/weightsReport';

/** An array of a file; nothing of it is in memory until `read` is called. */
export type WeightArray = {
  /** As in the file, with every prefix. */
  name: string;
  shape: readonly number[];
  /** float32, float64, float16 and bfloat16 can be read; anything else is only listed. */
  dtype: string;
  /** Where its bytes lie in the file: two arrays with one place are the same. */
  place: string;
  /** The values, row-major, as float32. @throws AppError('checkpoint_invalid') where the type is no float or the bytes are damaged */
  read(): Float32Array;
};

/** A file of weights that is open; whoever opened it closes it. */
export type WeightsSource = {
  format: WeightsFormat;
  arrays: WeightArray[];
  /** All arrays of the file but for its optimizers, by the keys that lead to them: there may be more than one network. */
  everything: WeightArray[];
  /** Kinds of objects in it that are not known; nothing of them is read. */
  objects: string[];
  /** What its writer did that the format does not know, a sentence each. */
  remarks: string[];
  /** Text beside the arrays: safetensors only. */
  metadata: Readonly<Record<string, string>>;
  /** Size of the file. */
  bytes: number;
  close(): void;
};
