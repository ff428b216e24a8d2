import { asProgram } from '@/workers/ml/engine/programs/program';
import { scope } from '@/workers/ml/engine/scope';
import type { Parameter } from '@/workers/ml/layers/parameter';

/**
 * A pass of a network, as a program (`asProgram`). It lets go of the values of the parameters at its end, also where it fails: every pass
 * reads them by itself, so that all with one key are the same ops, and none sees what an earlier one has not computed.
 */
export function runPass<Result>(key: string, parameters: readonly Parameter[], pass: () => Result): Result {
  const whole = () => {
    try {
      return pass();
    } finally {
      for (const parameter of parameters) parameter.letGo();
    }
  };
  return asProgram(key, () => scope(whole));
}
