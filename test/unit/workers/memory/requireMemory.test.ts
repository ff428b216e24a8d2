import { describe, expect, it } from 'vitest';
import { backbones } from '@/domain/backbones';
import { AppError } from '@/domain/errors';
import { neededMemory } from '@/domain/memory/memoryChanges';
import type { RunConfig } from '@/domain/runConfig';
import { tinyBaseConfig } from '@/test/support/tinyDataset';
import { isOutOfMemory } from '@/workers/memory/isOutOfMemory';
import { requireMemory } from '@/workers/memory/requireMemory';

const config: RunConfig = {
  ...tinyBaseConfig,
  backbone: 'resnet50_i3d',
  clip: backbones.resnet50_i3d.clip,
};
const onHost = { device: 'cpu', of: 'host', held: null } as const;
const need = neededMemory(config, onHost);

describe('a run before it starts', () => {
  it('goes on without a word where memory is free, with one where others hold it', () => {
    expect(requireMemory(config, { ...onHost, total: 2 * need, available: 2 * need })).toBeNull();
    expect(requireMemory(config, { ...onHost, total: 2 * need, available: need / 2 })).toContain('are free now');
  });

  it('is warned where it may not fit, and fails where it cannot', () => {
    const tight = { ...onHost, total: 0.9 * need, available: 0.9 * need };
    expect(requireMemory(config, tight)).toContain('may run out of memory');
    const hopeless = () => requireMemory(config, { ...onHost, total: need / 2, available: need / 2 });
    expect(hopeless).toThrow(AppError);
    expect(hopeless).toThrow(/was not started\. .* It fits if you choose .*parts/);
  });
});

describe('errors that say that memory ran out', () => {
  it.each([
    new RangeError('Array buffer allocation failed'),
    new Error('Invalid TF_Status: 8\nMessage: OOM when allocating tensor with shape[64,16]'),
    new Error(
      'Conv2D(): Invalid TF_Status: 10\nMessage: Operation received an exception:Status: 1, message: no memory',
    ),
    new AppError('out_of_memory', 'x'),
    Object.assign(new Error('spawn ENOMEM'), { code: 'ENOMEM' }),
    Object.assign(new Error('Worker terminated'), { code: 'ERR_WORKER_OUT_OF_MEMORY' }),
  ])('are told from others: %s', (error) => expect(isOutOfMemory(error)).toBe(true));

  it.each([
    new Error('Invalid TF_Status: 3'),
    new Error('Invalid TF_Status: 10\nMessage: exception:Status: 3, message'),
    new AppError('disk_full', 'x'),
    'text',
    null,
  ])('are not these: %s', (error) => expect(isOutOfMemory(error)).toBe(false));
});
