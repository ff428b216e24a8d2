import { describe, expect, it } from 'vitest';
import { type ChildExit, endOfExit } from '@/workers/supervise/endOfExit';

const exited = (code: number): ChildExit => ({ code, signal: null, error: null });
const killed = (signal: string): ChildExit => ({ code: null, signal, error: null });

describe('the end of an attempt', () => {
  it('is what its process said, however it went afterwards', () => {
    const said = { outcome: 'SUCCEEDED' } as const;
    expect(endOfExit({ exit: killed('SIGKILL'), said, stopping: null })).toEqual(said);
    expect(endOfExit({ exit: exited(0), said, stopping: 'cancel' })).toEqual(said);
  });

  it('is a loss when the process was killed by somebody else', () => {
    for (const signal of ['SIGKILL', 'SIGSEGV', 'SIGABRT', 'SIGBUS']) {
      const end = endOfExit({ exit: killed(signal), said: null, stopping: null });
      expect(end).toMatchObject({ outcome: 'LOST', message: expect.stringContaining(signal) });
    }
    expect(endOfExit({ exit: exited(137), said: null, stopping: null })).toMatchObject({ outcome: 'LOST' });
  });

  it('is out of memory, which is not tried again, where that is why it died, unless somebody wanted it to stop', () => {
    const exit = killed('SIGKILL');
    const outOfMemory = 'The kernel ended the process, because memory had run out.';
    expect(endOfExit({ exit, said: null, stopping: null, outOfMemory })).toEqual({
      outcome: 'FAILED',
      code: 'out_of_memory',
      message: outOfMemory,
    });
    expect(endOfExit({ exit, said: null, stopping: 'cancel', outOfMemory })).toEqual({ outcome: 'CANCELLED' });
  });

  it('is a pre-emption when the process was asked to end', () => {
    for (const signal of ['SIGTERM', 'SIGINT']) {
      expect(endOfExit({ exit: killed(signal), said: null, stopping: null })).toMatchObject({ outcome: 'PREEMPTED' });
    }
  });

  it('is what the supervisor wanted when it had to kill the process after the grace period', () => {
    const exit = killed('SIGKILL');
    expect(endOfExit({ exit, said: null, stopping: 'cancel' })).toEqual({ outcome: 'CANCELLED' });
    expect(endOfExit({ exit, said: null, stopping: 'preempt' })).toMatchObject({ outcome: 'PREEMPTED' });
  });

  it('is a failure that is not tried again when the process ended by itself without a word, or could not start', () => {
    expect(endOfExit({ exit: exited(1), said: null, stopping: null })).toMatchObject({
      outcome: 'FAILED',
      code: 'internal',
    });
    const error = new Error('spawn ENOMEM');
    const end = endOfExit({ exit: { code: null, signal: null, error }, said: null, stopping: null });
    expect(end).toMatchObject({ outcome: 'FAILED', message: expect.stringContaining('ENOMEM') });
  });

  it('is nothing to write when another attempt has the run', () => {
    expect(endOfExit({ exit: exited(0), said: { outcome: 'FENCED' }, stopping: null })).toBe('fenced');
    expect(endOfExit({ exit: exited(0), said: { outcome: 'SUCCEEDED' }, stopping: 'fenced' })).toBe('fenced');
  });
});
