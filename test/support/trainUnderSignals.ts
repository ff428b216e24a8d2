import { createHash } from 'node:crypto';
import { scope } from '@/workers/ml/engine/scope';
import { startEngine } from '@/workers/ml/engine/startEngine';
import { createTensor } from '@/workers/ml/engine/transfer';
import { microI3d } from '@/workers/ml/models/microI3d';
import { createNetwork } from '@/workers/ml/models/network';
import { createSgd } from '@/workers/ml/optim/sgd';
import { randomArray } from './random';

// A process of its own: trains Micro-I3D for 40 steps and prints a hash of the weights. Signals must not matter.
process.on('SIGWINCH', () => undefined);
startEngine({ threads: 1, device: 'cpu' });
const network = createNetwork({ spec: microI3d, classes: 8, seed: 1 });
const sgd = createSgd({ parameters: network.parameters(), momentum: 0.9, weightDecay: 1e-4 });
const shape = [4, 8, 56, 56, 3];
const x = createTensor(randomArray(4 * 8 * 56 * 56 * 3, 1), shape);
process.stdout.write('ready\n');
for (let step = 0; step < 40; step++) {
  scope(() => {
    const logits = network.forward(x, { training: true, dropoutSeed: step });
    network.backward(createTensor(randomArray(4 * 4 * 8, step), logits.shape), { weights: true, input: false });
    sgd.step(0.01);
  });
}
const hash = createHash('sha256');
for (const { data } of network.stateDict().values()) hash.update(new Uint8Array(data.buffer));
process.stdout.write(`weights ${hash.digest('hex')}\n`);
