import { describe, expect, it } from 'vitest';
import type { TestModule } from 'vitest/node';
import { closingLine, countTests } from '@/test/support/summaryReporter';

const module = (state: string, tests: string[]) =>
  ({
    state: () => state,
    children: { allTests: () => tests.map((result) => ({ result: () => ({ state: result }) })) },
  }) as unknown as TestModule;

describe('the closing line of a test run', () => {
  it('counts test cases over all files', () => {
    const modules = [
      module('passed', ['passed', 'passed', 'skipped']),
      module('failed', ['passed', 'failed', 'failed']),
    ];
    expect(closingLine(countTests(modules, []))).toBe('3 passed, 2 failed, 1 skipped');
  });

  it('says nothing of skipped tests where there are none', () => {
    expect(closingLine(countTests([module('passed', ['passed'])], []))).toBe('1 passed, 0 failed');
  });

  it('counts a file that could not be loaded and an error outside of any test as failures', () => {
    expect(closingLine(countTests([module('failed', [])], []))).toBe('0 passed, 1 failed');
    expect(closingLine(countTests([module('passed', ['passed'])], [{ message: 'boom' }]))).toBe('1 passed, 1 failed');
  });
});
