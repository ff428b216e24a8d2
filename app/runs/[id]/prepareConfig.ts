import { configLabel, configText } from '@/app/_components/configText';
import { configKeys } from '@/domain/configKeys';
import { flattenConfig } from '@/domain/flattenConfig';

export type ConfigLine = {
  path: string;
  label: string;
  text: string;
  /** The same of the base run; null without one. */
  base: string | null;
  differs: boolean;
};
export type ConfigSection = { title: string; lines: ConfigLine[] };

const sections = [
  { title: 'Data and network', prefixes: ['dataset', 'limit', 'shuffleLabels', 'backbone', 'seed'] },
  { title: 'Clip', prefixes: ['clip'] },
  { title: 'Second view', prefixes: ['training', 'method'] },
  { title: 'Recipe', prefixes: ['recipe'] },
  { title: 'Evaluation', prefixes: ['evaluations', 'protocol', 'galleryMiB'] },
];

/** The database keeps keys in an order of its own. */
function place(path: string): number {
  const index = configKeys.indexOf(path);
  return index === -1 ? configKeys.length : index;
}

/** A config in sections, line by line beside that of its base run. Keys that nobody put into a section come last. */
export function prepareConfig(config: unknown, base: unknown): ConfigSection[] {
  const entries = flattenConfig(config).sort((a, b) => place(a.path) - place(b.path));
  const before = new Map(flattenConfig(base).map(({ path, value }) => [path, value]));
  const hasBase = before.size > 0;
  const lines = entries.map(({ path, value }) => ({
    path,
    label: configLabel(path),
    text: configText(path, value),
    base: hasBase ? configText(path, before.get(path)) : null,
    differs: hasBase && before.get(path) !== value,
  }));
  const sectionOf = (path: string) =>
    sections.find(({ prefixes }) => prefixes.includes(path.split('.')[0] ?? ''))?.title;
  return [...sections.map(({ title }) => title), 'Other']
    .map((title) => ({ title, lines: lines.filter(({ path }) => (sectionOf(path) ?? 'Other') === title) }))
    .filter((section) => section.lines.length > 0);
}
