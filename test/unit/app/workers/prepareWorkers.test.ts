import { expect, it } from 'vitest';
import { prepareEngine } from '@/app/workers/prepareEngine';
import { prepareSlots } from '@/app/workers/prepareSlots';
import type { WorkerInfo } from '@/domain/workerInfo';

const info: WorkerInfo = {
  name: 'libtensorflow',
  version: '2.21.0',
  device: 'cpu',
  gpus: [],
  cpu: 'AMD EPYC 7B13',
  cores: 2,
  memoryMiB: 24_576,
  ffmpeg: '7.1',
  problem: null,
};

it('says what a worker computes with', () => {
  expect(prepareEngine(info)).toEqual({
    engine: 'libtensorflow 2.21.0',
    device: 'CPU, AMD EPYC 7B13',
    host: '2 cores · 24.0 GiB · ffmpeg 7.1',
    problem: null,
  });
  const gpus = [0, 1].map((n) => ({ uuid: String(n), name: 'NVIDIA H100', memoryMiB: 81_920 }));
  expect(prepareEngine({ ...info, device: 'gpu', gpus }).device).toBe('NVIDIA H100 (80.0 GiB), NVIDIA H100 (80.0 GiB)');
});

it('says what is missing', () => {
  const bare = { ...info, name: null, version: null, ffmpeg: null, cores: 1, problem: 'Run npm run doctor.' };
  expect(prepareEngine(bare)).toMatchObject({
    engine: 'no engine',
    host: '1 core · 24.0 GiB · no ffmpeg',
    problem: 'Run npm run doctor.',
  });
});

it('reads rows of older versions', () => {
  expect(prepareEngine({ anything: 1 })).toMatchObject({
    engine: 'unknown engine',
    problem: expect.stringContaining('cannot be read'),
  });
});

it('shows every slot, free or at work', () => {
  const attempt = { slot: 1, run: 'x' };
  expect(prepareSlots(3, [attempt])).toEqual([
    { number: 0, attempt: null },
    { number: 1, attempt },
    { number: 2, attempt: null },
  ]);
  expect(prepareSlots(1, [attempt, attempt])).toEqual([
    { number: 0, attempt: null },
    { number: 1, attempt },
    { number: 1, attempt },
  ]);
  expect(prepareSlots(0, [])).toEqual([]);
});
