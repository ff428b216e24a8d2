import { issuesByPath } from '@/app/_components/issuesByPath';
import type { DatasetLayout } from '@/domain/datasetLayouts';
import { type ScanDatasetInput, scanDatasetInputSchema } from '@/domain/taskInputs';

/** The form as it stands; annotation files are empty where they are to be looked for. */
export type ImportValues = {
  layout: DatasetLayout;
  root: string;
  name: string;
  slug: string;
  annotations: { train: string; test: string; classes: string; csv: string };
};

export const emptyImport: ImportValues = {
  layout: 'charades',
  root: '',
  name: 'Charades',
  slug: 'charades',
  annotations: { train: '', test: '', classes: '', csv: '' },
};

/** The form filled with an earlier import. */
export function importValues({ annotations, ...input }: ScanDatasetInput): ImportValues {
  return { ...input, annotations: { ...emptyImport.annotations, ...annotations } };
}

/** What the server is told: only the annotation files of the layout, and only those that were given. */
export function importInput({ annotations, ...values }: ImportValues): ScanDatasetInput {
  const { csv, classes, ...charades } = annotations;
  const given = Object.entries(values.layout === 'folder' ? { csv, classes } : { ...charades, classes }).filter(
    ([, path]) => path.trim() !== '',
  );
  return { ...values, annotations: Object.fromEntries(given) };
}

/** Messages by the path of the field that they belong to. */
export function importErrors(values: ImportValues): Record<string, string> {
  return issuesByPath(scanDatasetInputSchema, importInput(values));
}
