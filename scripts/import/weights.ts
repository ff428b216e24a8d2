import path from 'node:path';
import { parseArgs } from 'node:util';
import { AppError } from '@/domain/errors';
import { type ImportWeightsInput, importWeightsInputSchema } from '@/domain/taskInputs';
import { createApiClient } from '@/scripts/demo/createApiClient';
import { linkTo } from '@/scripts/start/linkTo';
import { type RunningWorkbench, runCommand } from '@/scripts/start/runCommand';
import { formatMapping } from './formatMapping';
import { optionIssues } from './optionIssues';
import { typedIn } from './typedIn';
import { waitForImport } from './waitForImport';

const usage = `npm run import-weights -- FILE --backbone BACKBONE [options]
  --backbone B   resnet50_i3d or micro_i3d
  --classes N    classes of the head; a head of another number is left out (default: keep that of the file)
  --network P    which of several complete networks in the file: how the names of its arrays begin, e.g. state_dict_ema.
  --name NAME    default: that of the file`;

/** `npm run import-weights`: through the workbench that runs in this home, or one that is started for it. */
export async function main(): Promise<void> {
  const args = process.argv.slice(2);
  if (args.includes('--help')) return console.log(usage);
  const input = parseOptions(args);
  await runCommand(
    async (workbench) => {
      await importFile(input, workbench);
      return 'stop';
    },
    { browser: false },
  );
}

async function importFile(input: ImportWeightsInput, { link, signal, say }: RunningWorkbench): Promise<void> {
  const client = createApiClient(link);
  const { id } = await client.weights.import.mutate(input);
  const page = linkTo(link, `/weights/${id}`);
  say(`Reading ${input.path}: ${page}`);
  const ask = async (options: { signal: AbortSignal }) => {
    const { task, report } = await client.weights.byId.query({ id }, options);
    if (!task) throw new AppError('not_found', 'The import was forgotten by somebody else.');
    return { ...task, report };
  };
  const task = await waitForImport({ what: 'arrays', ask, signal });
  if (!task) return say(`The import is kept and goes on while the workbench runs: ${page}`);
  if (task.report) say(`\n${formatMapping(task.report)}\n`);
  if (task.status !== 'SUCCEEDED')
    throw new AppError('checkpoint_invalid', task.message ?? `The import was cancelled: ${page}`);
  say(`Imported: ${page}`);
}

function parseOptions(args: string[]): ImportWeightsInput {
  try {
    const text = { type: 'string' } as const;
    const options = { backbone: text, classes: text, network: text, name: text };
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
    const [file, ...rest] = positionals;
    if (file === undefined || rest.length > 0) throw new Error('Name one file.');
    const source = path.resolve(typedIn(), file);
    const classes = values.classes === undefined ? null : Number(values.classes);
    const { backbone, network = null, name = path.basename(source) } = values;
    const input = { path: source, name, backbone, classes, network };
    const parsed = importWeightsInputSchema.safeParse(input);
    if (parsed.success) return parsed.data;
    throw new Error(optionIssues(parsed.error));
  } catch (error) {
    throw new AppError('bad_request', `${(error as Error).message}\n${usage}`);
  }
}
