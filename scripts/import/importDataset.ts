import { AppError } from '@/domain/errors';
import type { ApiClient } from '@/scripts/demo/createApiClient';
import { linkTo } from '@/scripts/start/linkTo';
import { askYes } from './askYes';
import { formatReport } from './formatReport';
import type { ImportOptions } from './importOptions';
import { waitForImport } from './waitForImport';

export type ImportRequest = ImportOptions & {
  client: ApiClient;
  /** address of the workbench, with its token where it asks for one */
  link: string;
  signal: AbortSignal;
  say: (text: string) => void;
};

/**
 * Reads a folder through a running workbench, prints the report, and stores the data set when that is wanted.
 * @returns id of the data set; null where it was not stored
 * @throws AppError with the reason where the folder cannot be read
 */
export async function importDataset(request: ImportRequest): Promise<string | null> {
  const { client, link, input, signal, say } = request;
  const { id } = await client.import.create.mutate(input);
  const page = linkTo(link, `/datasets/import/${id}`);
  say(`Reading ${input.root}: ${page}`);
  const task = await waitForImport({
    what: 'videos',
    ask: (options) => client.import.byId.query({ id }, options),
    signal,
  });
  if (!task) {
    say(`The import is kept and goes on while the workbench runs: ${page}`);
    return null;
  }
  if (!task.result) throw new AppError('dataset_invalid', task.message ?? `The import was cancelled: ${page}`);
  say(`\n${formatReport(task.result)}\n`);
  if (!(await wanted(request, task.known?.name ?? null))) {
    say(`Nothing is stored yet. Look at the report and add the data set there: ${page}`);
    return null;
  }
  const { datasetId } = await client.import.store.mutate({ id, update: task.known !== null });
  say(`Stored: ${linkTo(link, `/datasets/${datasetId}`)}`);
  return datasetId;
}

async function wanted({ yes, update, signal, say }: ImportRequest, known: string | null): Promise<boolean> {
  if (known === null) return yes || askYes('Add the data set?', signal);
  if (update && yes) return true;
  if (yes && !update) {
    say(`The short name belongs to "${known}" already: say --update to replace it, or --slug to give another one.`);
    return false;
  }
  return askYes(`Replace "${known}", which has the same short name?`, signal);
}
