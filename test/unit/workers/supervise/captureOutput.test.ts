import { expect, it } from 'vitest';
import { levelOf } from '@/workers/supervise/captureOutput';

it.each([
  ['I0000 00:00:1795380417.604930    4833 port.cc:153] oneDNN custom operations are on.', 'info'],
  ['WARNING: All log messages before absl::InitializeLog() is called are written to STDERR', 'info'],
  ['W0000 00:00:1795380417.604930    4833 gpu_device.cc:2341] Cannot dlopen some GPU libraries.', 'warn'],
  ['E0000 00:00:1795380417.604930    4833 cuda_dnn.cc:8579] Unable to register cuDNN factory', 'error'],
  ['F1122 20:47:24.000000    4833 tensor.cc:1] Check failed: dtype() == expected_dtype', 'error'],
  ['(node:4833) ExperimentalWarning: something', 'warn'],
])('tells how grave a line on standard error is: %s', (line, level) => {
  expect(levelOf(line)).toBe(level);
});
