import type { NativeBinding } from './nativeBinding';

let milliseconds = 0;

/**
 * Milliseconds that this process has spent inside the engine: ops, and arrays that go in and out. An op that runs while JavaScript goes on
 * counts as a whole when it is finished, the waiting for it does not.
 */
export function engineMilliseconds(): number {
  return milliseconds;
}

/** The binding with a clock: two looks at it a call, some 0.1 microseconds. */
export function timedBinding(native: NativeBinding): NativeBinding {
  function timed<Result>(call: () => Result): Result {
    const began = performance.now();
    try {
      return call();
    } finally {
      milliseconds += performance.now() - began;
    }
  }
  return {
    TF_Version: native.TF_Version,
    createTensor: (shape, dtype, values) => timed(() => native.createTensor(shape, dtype, values)),
    deleteTensor: (id) => timed(() => native.deleteTensor(id)),
    tensorDataSync: (id) => timed(() => native.tensorDataSync(id)),
    executeOp: (name, attributes, inputs, outputs) => timed(() => native.executeOp(name, attributes, inputs, outputs)),
    addFunction: (name, definition) => timed(() => native.addFunction(name, definition)),
    startOp: (name, inputs) => timed(() => native.startOp(name, inputs)),
    finishOp() {
      const ran = native.finishOp();
      milliseconds += ran;
      return ran;
    },
    getNumOfTensors: () => native.getNumOfTensors(),
    isUsingGpuDevice: () => native.isUsingGpuDevice(),
  };
}
