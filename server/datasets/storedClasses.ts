import { type DatasetClass, datasetClassesSchema } from '@/domain/datasetClass';
import { damagedText, readStored, requireStored } from '@/domain/stored';

const sayOf = (name: string) => ({
  what: `The class list of dataset "${name}"`,
  next: 'Import the dataset again under the same short name, which replaces it.',
});

/** The classes of a dataset row; null where they are damaged. */
export function readClasses(classes: unknown): DatasetClass[] | null {
  return readStored(datasetClassesSchema, classes);
}

/** @throws AppError damaged, with the name of the dataset and what can be done */
export function requireClasses({ name, classes }: { name: string; classes: unknown }): DatasetClass[] {
  return requireStored(datasetClassesSchema, classes, sayOf(name));
}

export function damagedClassesText(name: string): string {
  return damagedText(sayOf(name));
}
