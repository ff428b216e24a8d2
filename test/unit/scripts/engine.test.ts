import { describe, expect, it } from 'vitest';
import { chooseEngine } from '@/scripts/setup/engine.mjs';
import { engineFile } from '@/scripts/setup/installLibraries.mjs';

const env = (values: Record<string, string> = {}) =>
  ({ NODE_ENV: 'test', FOVEA_CACHE: '/cache', ...values }) as NodeJS.ProcessEnv;

describe('chooseEngine', () => {
  it('takes CUDA exactly where an NVIDIA driver is loaded', () => {
    expect(chooseEngine({ env: env(), platform: 'linux-x64', nvidia: true }).variant).toBe('gpu');
    expect(chooseEngine({ env: env(), platform: 'linux-x64', nvidia: false }).variant).toBe('cpu');
  });

  it('lets FOVEA_ENGINE decide', () => {
    expect(chooseEngine({ env: env({ FOVEA_ENGINE: 'gpu' }), platform: 'linux-x64', nvidia: false }).variant).toBe(
      'gpu',
    );
    expect(chooseEngine({ env: env({ FOVEA_ENGINE: 'cpu' }), platform: 'linux-x64', nvidia: true }).variant).toBe(
      'cpu',
    );
    expect(() => chooseEngine({ env: env({ FOVEA_ENGINE: 'tpu' }), platform: 'linux-x64', nvidia: true })).toThrow(
      /"tpu"/,
    );
  });

  it('keeps the two variants apart in the cache', () => {
    const folder = (FOVEA_ENGINE: string) => chooseEngine({ env: env({ FOVEA_ENGINE }), platform: 'linux-x64' }).folder;
    expect(folder('cpu')).toBe('/cache/engine/2.21.0-cpu-linux-x64');
    expect(folder('gpu')).toBe('/cache/engine/2.21.0-gpu-linux-x64');
  });

  it('names the platforms that work where this one does not', () => {
    expect(() => chooseEngine({ env: env(), platform: 'win32-x64', nvidia: false })).toThrow(/win32-x64/);
    expect(() => chooseEngine({ env: env({ FOVEA_ENGINE: 'gpu' }), platform: 'linux-arm64' })).toThrow(/no CUDA build/);
  });

  it('falls back to the CPU beside an NVIDIA driver on a platform without a CUDA build', () => {
    expect(chooseEngine({ env: env(), platform: 'linux-arm64', nvidia: true }).variant).toBe('cpu');
  });
});

describe('engineFile', () => {
  it('keeps the two libraries, the C headers and the CUDA libraries', () => {
    const kept = [
      'tensorflow/libtensorflow_cc.so.2',
      'tensorflow/libtensorflow_framework.so.2',
      'tensorflow/include/tensorflow/c/eager/c_api.h',
      'tensorflow/include/xla/tsl/c/tsl_status.h',
      'nvidia/cudnn/lib/libcudnn.so.9',
      'nvidia/cuda_nvcc/bin/ptxas',
      'nvidia/cuda_nvcc/nvvm/libdevice/libdevice.10.bc',
    ];
    for (const name of kept) expect(engineFile(name)).toBe(name);
  });

  it('leaves Python, C++ headers and static libraries behind', () => {
    const left = [
      'tensorflow/__init__.py',
      'tensorflow/python/_pywrap_tensorflow_internal.so',
      'tensorflow/include/tensorflow/c/kernels.h',
      'nvidia/cublas/include/cublas.h',
      'nvidia/cudnn/lib/__init__.py',
      'nvidia/cuda_runtime/lib/libcudadevrt.a',
    ];
    for (const name of left) expect(engineFile(name)).toBeUndefined();
  });
});
