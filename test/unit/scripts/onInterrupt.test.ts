import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { onInterrupt } from '@/scripts/start/onInterrupt';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

describe('onInterrupt', () => {
  const before = new Map(SIGNALS.map((signal) => [signal, process.listeners(signal)]));

  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
    for (const signal of SIGNALS) {
      for (const listener of process.listeners(signal)) {
        if (!before.get(signal)?.includes(listener)) process.removeListener(signal, listener);
      }
    }
  });

  it('stops once, takes the echo of npm for what it is, and kills on the next Ctrl-C', () => {
    const events: string[] = [];
    onInterrupt({ first: () => events.push('stop'), again: () => events.push('kill') });
    process.emit('SIGINT');
    vi.advanceTimersByTime(20);
    process.emit('SIGINT');
    expect(events).toEqual(['stop']);
    vi.advanceTimersByTime(3000);
    process.emit('SIGINT');
    expect(events).toEqual(['stop', 'kill']);
  });

  it('treats a closed terminal and SIGTERM like Ctrl-C', () => {
    for (const signal of ['SIGHUP', 'SIGTERM'] as const) {
      const first = vi.fn();
      onInterrupt({ first, again: () => {} });
      process.emit(signal);
      expect(first).toHaveBeenCalledOnce();
    }
  });
});
