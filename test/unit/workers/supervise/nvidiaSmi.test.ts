import { chmodSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from '@/test/support/temporaryFolder';
import { gpuIsFree } from '@/workers/supervise/gpuIsFree';
import { readGpuLoads, readGpuProcesses, readGpus } from '@/workers/supervise/nvidiaSmi';
import { makeSlots, slotEnvironment } from '@/workers/supervise/slots';

const path = process.env.PATH;
afterEach(() => {
  process.env.PATH = path;
});

/** A program called nvidia-smi that answers the three questions as the driver would. */
function installDriver(answers: { gpus: string; loads: string; apps: string }): void {
  const folder = temporaryFolder();
  const script = `#!/bin/sh
case "$1" in
  --query-gpu=uuid,name,memory.total) printf '${answers.gpus}' ;;
  --query-gpu=uuid,utilization.gpu,memory.used,memory.total) printf '${answers.loads}' ;;
  --query-compute-apps=gpu_uuid,pid) printf '${answers.apps}' ;;
  *) exit 6 ;;
esac
`;
  writeFileSync(join(folder, 'nvidia-smi'), script);
  chmodSync(join(folder, 'nvidia-smi'), 0o755);
  process.env.PATH = `${folder}${delimiter}${path}`;
}

describe('a host with two GPUs', () => {
  beforeEach(() => {
    installDriver({
      gpus: 'GPU-a, NVIDIA H100 80GB HBM3, 81559\\nGPU-b, NVIDIA H100 80GB HBM3, 81559\\n',
      loads: 'GPU-a, 97, 40960, 81559\\nGPU-b, [N/A], 5, 81559\\n',
      apps: 'GPU-a, 4711\\nGPU-a, 4712\\n',
    });
  });

  it('lists them with their memory', async () => {
    expect(await readGpus()).toEqual([
      { uuid: 'GPU-a', name: 'NVIDIA H100 80GB HBM3', memoryMiB: 81559 },
      { uuid: 'GPU-b', name: 'NVIDIA H100 80GB HBM3', memoryMiB: 81559 },
    ]);
  });

  it('reads their load; what the driver does not know is 0', async () => {
    expect(Object.fromEntries(await readGpuLoads())).toEqual({
      'GPU-a': { percent: 97, usedMiB: 40960, totalMiB: 81559 },
      'GPU-b': { percent: 0, usedMiB: 5, totalMiB: 81559 },
    });
    expect(await readGpuProcesses()).toEqual(new Map([['GPU-a', [4711, 4712]]]));
  });

  it('has one slot a GPU, whose process sees exactly that GPU', async () => {
    const slots = makeSlots({ gpus: await readGpus(), wanted: 7 });
    expect(slots.map(({ device, gpu }) => ({ device, gpu }))).toEqual([
      { device: 'gpu', gpu: 'GPU-a' },
      { device: 'gpu', gpu: 'GPU-b' },
    ]);
    expect(slotEnvironment(slots[1]!).CUDA_VISIBLE_DEVICES).toBe('GPU-b');
  });

  it('gives away only a GPU on which nobody computes', async () => {
    expect(await gpuIsFree('GPU-a')).toBe(false);
    expect(await gpuIsFree('GPU-b')).toBe(true);
    expect(await gpuIsFree('GPU-gone')).toBe(false);
  });
});

it('a GPU whose memory is taken by a process that the driver does not list is not free', async () => {
  installDriver({ gpus: '', loads: 'GPU-a, 0, 30000, 81559\\n', apps: '' });
  expect(await gpuIsFree('GPU-a')).toBe(false);
});

it('a host without a driver has no GPUs, and single-threaded slots that see none', async () => {
  process.env.PATH = temporaryFolder();
  expect(await readGpus()).toEqual([]);
  const slots = makeSlots({ gpus: [], wanted: 3 });
  expect(slots.map(({ device, threads }) => ({ device, threads }))).toEqual(
    Array.from({ length: 3 }, () => ({ device: 'cpu', threads: 1 })),
  );
  expect(slotEnvironment(slots[0]!)).toMatchObject({ CUDA_VISIBLE_DEVICES: '-1', OMP_NUM_THREADS: '1' });
});
