import { floatConstant } from '@/workers/ml/engine/constants';
import { relu } from '@/workers/ml/engine/ops/elementwise';
import { asProgram } from '@/workers/ml/engine/programs/program';
import { scope } from '@/workers/ml/engine/scope';
import { startEngine } from '@/workers/ml/engine/startEngine';
import { createTensor } from '@/workers/ml/engine/transfer';
import { createVariable, subtractScaled } from '@/workers/ml/engine/variable';

// A process of its own: exits with 3 while an op of many updates is running.
startEngine({ threads: 1, device: 'cpu' });
const size = 2 ** 22;
const variable = createVariable(new Float32Array(size), [size]);
const addend = createTensor(new Float32Array(size).fill(1), [size]);
for (let pass = 0; pass < 2; pass++) {
  asProgram('many updates', () =>
    scope(() => {
      const rectified = relu(addend);
      for (let update = 0; update < 50; update++) subtractScaled(variable, rectified, floatConstant(1));
    }),
  );
}
process.stdout.write('in the background\n');
process.exit(3);
