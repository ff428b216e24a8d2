import { demoDataset } from '@/server/experiments/demoSpec';

/** What to do about a dataset of which something stored is damaged. The short name of the bundled one takes no import. */
export function registerAgain(slug: string): string {
  return slug === demoDataset
    ? 'It comes with the workbench: start the workbench again, which registers it anew.'
    : 'Import the dataset again under the same short name, which replaces it.';
}
