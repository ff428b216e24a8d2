import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { writeWholeSync } from '@/files/writeWhole.mjs';
import type { BenchResult, BenchSection } from './section';
import { type Stamp, stampSchema, stampText } from './stamp';

/** The JSON of a section; its Markdown stands beside it. */
export const reportFileSchema = z.object({
  id: z.string(),
  title: z.string(),
  summary: z.string(),
  stamp: stampSchema,
  versions: z.array(z.string()),
  data: z.unknown(),
});
export type ReportFile = z.infer<typeof reportFileSchema>;

type Heading = Pick<BenchSection, 'id' | 'title' | 'summary'>;

/** Writes <id>.md and <id>.json (`<id>-gpu` for a GPU), and the index that links every report of the folder. */
export function writeReport(
  folder: string,
  { id, title, summary }: Heading,
  stamp: Stamp,
  result: BenchResult,
): string {
  mkdirSync(folder, { recursive: true });
  const name = stamp.machine.gpu === null ? id : `${id}-gpu`;
  const file: ReportFile = { id, title, summary, stamp, versions: result.versions, data: result.json };
  const page = path.join(folder, `${name}.md`);
  writeWholeSync(path.join(folder, `${name}.json`), `${JSON.stringify(file, null, 2)}\n`);
  writeWholeSync(page, reportPage(file, result.markdown));
  writeWholeSync(path.join(folder, 'README.md'), indexPage(readReports(folder)));
  return page;
}

/** The Markdown of a section: heading, machine and versions, what it measured. */
export function reportPage({ title, stamp, versions }: Omit<ReportFile, 'data'>, markdown: string): string {
  const quick = stamp.quick
    ? '\n**A quick look: a small fraction of the work, which shows that everything runs. The figures mean nothing.**\n'
    : '';
  const engines = versions.length > 0 ? `; ${versions.join(', ')}` : '';
  return `# ${title}\n\n${stampText(stamp)}${engines}.\n${quick}\n${markdown.trim()}\n`;
}

function readReports(folder: string): Map<string, ReportFile> {
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  const reports = names.flatMap((name) => {
    const { success, data } = reportFileSchema.safeParse(JSON.parse(readFileSync(path.join(folder, name), 'utf8')));
    return success ? [[name.slice(0, -'.json'.length), data] as const] : [];
  });
  return new Map(reports.sort(([a], [b]) => a.localeCompare(b)));
}

/** The index: one row a report. @param reports by the name of their files */
export function indexPage(reports: ReadonlyMap<string, ReportFile>): string {
  const rows = [...reports].map(([name, { title, summary, stamp }]) => {
    const quick = stamp.quick ? ' (a quick look: the figures mean nothing)' : '';
    return `| [${title}](${name}.md), [JSON](${name}.json)${quick} | ${summary} | ${stampText(stamp)} |`;
  });
  return `# Benchmarks

\`npm run bench\` measures them all, \`npm run bench -- --only SECTION\` one of them; the README of the project says how.

| report | what it compares | measured |
| --- | --- | --- |
${rows.join('\n')}
`;
}
