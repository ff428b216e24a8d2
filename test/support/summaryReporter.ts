import { writeSync } from 'node:fs';
import type { SerializedError } from 'vitest';
import type { Reporter, TestModule } from 'vitest/node';

export type Counts = { passed: number; failed: number; skipped: number };

/** '12 passed, 0 failed', with ', 3 skipped' where something was. */
export function closingLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/**
 * Counts test cases, not files. A file that cannot be loaded, a failing hook of a suite and an error outside of any test count as one
 * failure each, so that nothing that broke is missing from the line.
 */
export function countTests(modules: readonly TestModule[], errors: readonly SerializedError[]): Counts {
  const counts: Counts = { passed: 0, failed: errors.length, skipped: 0 };
  for (const module of modules) {
    let failedInside = 0;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      if (state === 'passed') counts.passed += 1;
      else if (state === 'failed') failedInside += 1;
      else counts.skipped += 1;
    }
    counts.failed += failedInside === 0 && module.state() === 'failed' ? 1 : failedInside;
  }
  return counts;
}

/** Closes the output of a test run with one plain line, after everything else that vitest says. */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    const line = closingLine(countTests(modules, errors));
    process.once('exit', () => writeSync(1, `\n${line}\n`));
  }
}
