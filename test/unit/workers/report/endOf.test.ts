import { describe, expect, it } from 'vitest';
import { AppError } from '@/domain/errors';
import { RunStopped } from '@/workers/ml/run/runHost';
import { endOf } from '@/workers/report/endOf';
import { parseTaskOptions, taskArguments } from '@/workers/tasks/taskOptions';

describe('how a run ended', () => {
  it('follows from the wish that stopped it', () => {
    expect(endOf(new RunStopped('cancel'))).toEqual({ outcome: 'CANCELLED' });
    expect(endOf(new RunStopped('preempt'))).toMatchObject({ outcome: 'PREEMPTED' });
  });

  it('keeps code and message of an expected error', () => {
    const error = new AppError('loss_not_finite', 'The loss became NaN at step 12. Lower the learning rate.');
    expect(endOf(error)).toEqual({ outcome: 'FAILED', code: error.code, message: error.message });
  });

  it('is not written at all by an attempt that was fenced', () => {
    expect(endOf(new AppError('fenced', 'gone'))).toEqual({ outcome: 'FENCED' });
  });

  it.each([
    [Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' }), 'disk_full'],
    [Object.assign(new Error('EDQUOT'), { code: 'EDQUOT', syscall: 'write', path: '/data/x' }), 'disk_full'],
    [Object.assign(new Error('EROFS'), { code: 'EROFS', syscall: 'open', path: '/data/x' }), 'disk_fault'],
    [new RangeError('Array buffer allocation failed'), 'out_of_memory'],
    [new Error('Invalid TF_Status: 8\nMessage: OOM when allocating tensor with shape[64,16]'), 'out_of_memory'],
    [new TypeError('x is not a function'), 'internal'],
    ['thrown text', 'internal'],
  ])('tells full disks and memory from bugs: %s', (error, code) => {
    expect(endOf(error)).toMatchObject({ outcome: 'FAILED', code });
  });
});

describe('the arguments of the process of a task', () => {
  const options = {
    task: '01890a5d-ac96-774b-bcce-b302099a8057',
    attempt: 3,
    device: 'gpu' as const,
    threads: 4,
    executor: '/somewhere/executor.ts',
  };

  it('come out as they went in', () => {
    expect(parseTaskOptions(taskArguments(options))).toEqual(options);
    const { executor: _executor, ...science } = options;
    expect(parseTaskOptions(taskArguments(science))).toEqual(science);
  });

  it('are refused when one is missing or not a task', () => {
    expect(() => parseTaskOptions(taskArguments({ ...options, task: 'x' }))).toThrow();
    expect(() => parseTaskOptions(['--task', options.task])).toThrow();
  });
});
