import type { z } from 'zod';
import '@/domain/text/plainIssues';

/** The folder or file is typed without an option. */
const typedBare = new Set(['root', 'path']);

/** What is wrong with what was typed, each sentence behind the option that mends it: "--slug: Use small letters ...". */
export function optionIssues({ issues }: { issues: readonly z.core.$ZodIssue[] }): string {
  const said = issues.map(({ path, message }) => {
    const field = String(path.at(-1) ?? '');
    return field === '' || typedBare.has(field) ? message : `--${field}: ${message}`;
  });
  return [...new Set(said)].join(' ');
}
