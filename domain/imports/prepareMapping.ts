import { absentArrays, type WeightsReport } from '@/domain/weightsReport';

export type MappingGroup = {
  title: string;
  hint: string;
  /** Something that hinders the import. */
  bad: boolean;
  items: string[];
};

/** Where every array of a file went, in words: sentences about the whole, and the arrays in groups; empty groups are left out. */
export function prepareMapping(report: WeightsReport): { sentences: string[]; groups: MappingGroup[] } {
  const { used, ignored, unreadable, wrongShape, badValues, inflated, headReplaced, prefix, arrays } = report;
  const { classes, remarks, networks, objects, moreIgnored } = report;
  const sentences = [`${count(used.length)} of the ${count(arrays)} arrays of the file are used.`];
  if (prefix !== '') sentences.push(`Their names begin with "${prefix}", which was taken off.`);
  if (inflated) {
    sentences.push(
      'The file is a network for images: its kernels were repeated over time and divided by the number of repetitions.',
    );
  }
  if (headReplaced) {
    sentences.push(
      `Its classifier has ${count(headReplaced.from)} classes instead of ${count(headReplaced.to)}: it was left out, and each run draws its own.`,
    );
  }
  if (networks.length > 1)
    sentences.push(`It holds ${networks.length} complete networks; this is what one of them has.`);
  if (classes !== null && used.includes('fc.weight'))
    sentences.push(
      `Its classifier is kept: its ${count(classes)} outputs stand for the classes of the dataset in their order, which the page of the dataset shows.`,
    );
  sentences.push(...remarks);
  const groups: MappingGroup[] = [
    {
      title: 'Missing',
      hint: 'The backbone needs them, and the file does not hold them.',
      bad: true,
      items: absentArrays(report),
    },
    {
      ...{ title: 'Of a type that is not read', hint: 'The backbone needs them as numbers with fractions.', bad: true },
      items: unreadable.map(({ name, dtype }) => `${name}: ${dtype}`),
    },
    {
      ...{ title: 'Networks in the file', hint: 'Choose the one to import by how its names begin.', bad: true },
      items: networks.map((name) => (name === '' ? 'names that begin with nothing' : name)),
    },
    {
      ...{ title: 'Of another shape', hint: 'The file holds them, but they do not fit the backbone.', bad: true },
      items: wrongShape.map(({ name, found, wanted }) => `${name}: ${shape(found)} instead of ${shape(wanted)}`),
    },
    {
      ...{ title: 'With bad values', hint: 'No network computes anything with them.', bad: true },
      items: badValues.map(({ name, count: values, what }) => `${name}: ${count(values)} ${what}`),
    },
    {
      ...{ title: 'Ignored', hint: 'Arrays of the file that no part of the backbone uses.', bad: false },
      items: [
        ...ignored.map(({ name, reason }) => `${name}: ${reason}`),
        ...(moreIgnored > 0 ? [`and ${count(moreIgnored)} more`] : []),
      ],
    },
    {
      ...{ title: 'Objects of unknown kinds', hint: 'They lie beside the weights; nothing of them was run or read.' },
      ...{ bad: false, items: objects },
    },
    { title: 'Used', hint: 'In the names of the backbone, in the order of the network.', bad: false, items: used },
  ];
  return { sentences, groups: groups.filter(({ items }) => items.length > 0) };
}

function shape(sizes: number[]): string {
  return sizes.length === 0 ? 'a single number' : sizes.join(' x ');
}

function count(value: number): string {
  return value.toLocaleString('en-GB');
}
