import { type DatasetClass, datasetClassesSchema } from '@/domain/datasetClass';
import { damagedText, readStored, requireStored } from '@/domain/stored';
import { registerAgain } from './registerAgain';

type Named = { name: string; slug: string };

const sayOf = ({ name, slug }: Named) => ({
  what: `The class list of dataset "${name}"`,
  next: registerAgain(slug),
});

/** The classes of a dataset row; null where they are damaged. */
export function readClasses(classes: unknown): DatasetClass[] | null {
  return readStored(datasetClassesSchema, classes);
}

/** @throws AppError damaged, with the name of the dataset and what can be done */
export function requireClasses(dataset: Named & { classes: unknown }): DatasetClass[] {
  return requireStored(datasetClassesSchema, dataset.classes, sayOf(dataset));
}

export function damagedClassesText(dataset: Named): string {
  return damagedText(sayOf(dataset));
}
