/** What an unpickled file consists of: data, and nothing that could run. */
export type PickleValue =
  | null
  | boolean
  | number
  | bigint
  /** Text, and byte strings as Latin-1: Python 2 does not tell them apart. */
  | string
  | PickleList
  | PickleTuple
  | PickleDict
  | PickleGlobal
  | PickleStorage
  | PickleTensor
  | PickleOpaque;

export class PickleList {
  constructor(readonly items: PickleValue[]) {}
}

export class PickleTuple {
  constructor(readonly items: readonly PickleValue[]) {}
}

/** A dictionary. A Map: no key of a file, `__proto__` included, means anything to it. */
export class PickleDict {
  readonly entries = new Map<PickleValue, PickleValue>();
}

/** What a name of the closed list may become. Nothing else can come out of a call in a file. */
export type PickleRule = {
  /** Makes the value of a call; absent: the name stands for itself and cannot be called. */
  make?: (args: readonly PickleValue[], spend: (values: number) => void) => PickleValue;
  /** The name is a type of storage. */
  storage?: TorchDtype;
};

/** A name of the closed list, with what may be made of it. */
export class PickleGlobal {
  constructor(
    readonly name: string,
    readonly rule: PickleRule,
  ) {}
}

/** Element types of PyTorch's storages. */
export const torchItemBytes = {
  float64: 8,
  float32: 4,
  float16: 2,
  bfloat16: 2,
  int64: 8,
  int32: 4,
  int16: 2,
  int8: 1,
  uint8: 1,
  bool: 1,
  complex64: 8,
  complex128: 16,
} as const;
export type TorchDtype = keyof typeof torchItemBytes;

/** A run of elements in the file, found by its key; `first` and `count` are in elements of the storage with this key. */
export class PickleStorage {
  constructor(
    readonly key: string,
    readonly dtype: TorchDtype,
    /** Elements of the whole storage with this key. */
    readonly whole: number,
    readonly first: number,
    readonly count: number,
  ) {}
}

/** A strided view into a storage; all sizes in elements, bounds checked when it was made. */
export class PickleTensor {
  constructor(
    readonly storage: PickleStorage,
    readonly offset: number,
    readonly shape: readonly number[],
    readonly strides: readonly number[],
    /** That of the storage, or a type that came later and cannot be read. */
    readonly dtype: string = storage.dtype,
  ) {}
}

/** Something harmless that is not looked at, such as a NumPy number or the arguments of a program. */
export class PickleOpaque {
  constructor(
    readonly of: string,
    /** Its kind is not on the closed list: it may be what somebody takes for weights. */
    readonly isStrange = false,
  ) {}
}
