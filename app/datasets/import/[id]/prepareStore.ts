import type { ImportReport } from '@/domain/importReport';

type Known = { name: string; experiments: number; openRuns: number } | null;

/**
 * What storing an import would do: the words of the button, why it cannot be pressed (null: it can), and what is to be known before.
 * @param known the dataset that has the short name already
 */
export function prepareStore(known: Known, { splits }: ImportReport) {
  const useless = splits.find(
    ({ videos, findings }) => videos === (findings.missing ?? 0) + (findings.undecodable ?? 0),
  );
  const hindrance = useless
    ? `No ${useless.split === 'train' ? 'training' : 'test'} video can be used: correct the folder or the annotations.`
    : known && known.openRuns > 0
      ? `${runs(known.openRuns)} on ${known.name} at work or waiting: cancel them or wait for their end.`
      : null;
  if (known === null) return { label: 'Add dataset', hindrance, note: null };
  const users =
    known.experiments === 0
      ? ''
      : ` ${known.experiments === 1 ? '1 experiment uses it' : `${known.experiments} experiments use it`}; scores that are there stay as they are.`;
  return {
    label: `Update ${known.name}`,
    hindrance,
    note: `This replaces the dataset of the same short name.${users}`,
  };
}

function runs(count: number): string {
  return count === 1 ? '1 run is' : `${count} runs are`;
}
