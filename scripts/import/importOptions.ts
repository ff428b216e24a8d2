import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type DatasetLayout, datasetLayoutSchema } from '@/domain/datasetLayouts';
import { AppError } from '@/domain/errors';
import { slugOf } from '@/domain/names/slug';
import { type ScanDatasetInput, scanDatasetInputSchema } from '@/domain/taskInputs';
import { optionIssues } from './optionIssues';

export const importUsage = `npm run import -- FOLDER [options]
  --csv FILE       your own videos: the list with the columns video,class,start,end[,split], or one of Kinetics or PySlowFast
  --layout LAYOUT  charades, charades_frames or folder (default: folder with --csv, else what the folder looks like)
  --name NAME      name of the data set (default: that of the folder)
  --slug SLUG      short name (default: made of the name)
  --train FILE     annotation files of Charades; looked for in the folder and one folder below
  --test FILE
  --classes FILE   class list: the order of the classes
  --yes            store the data set without asking
  --update         replace the data set of the same short name`;

export type ImportOptions = { input: ScanDatasetInput; yes: boolean; update: boolean };

/**
 * What was typed. Paths are relative to the folder in which it was typed.
 * @throws AppError bad_request, with the usage
 */
export function parseImportOptions(args: string[], typedIn: string): ImportOptions {
  const { values, positionals } = read(args);
  const [folder, ...rest] = positionals;
  if (folder === undefined || rest.length > 0) throw refuse('Name one folder.');
  const absolute = (file: string | undefined) => (file === undefined ? undefined : path.resolve(typedIn, file));
  const root = path.resolve(typedIn, folder);
  const name = values.name ?? path.basename(root);
  const input = scanDatasetInputSchema.safeParse({
    ...{ root, name, slug: values.slug ?? slugOf(name), layout: values.layout ?? layoutOf(root, values.csv) },
    annotations: {
      ...{ csv: absolute(values.csv), train: absolute(values.train) },
      ...{ test: absolute(values.test), classes: absolute(values.classes) },
    },
  });
  if (!input.success) throw refuse(optionIssues(input.error));
  return { input: input.data, yes: values.yes, update: values.update };
}

function layoutOf(root: string, csv: string | undefined): DatasetLayout {
  if (csv !== undefined) return 'folder';
  const frames = path.basename(root) === 'Charades_v1_rgb' || existsSync(path.join(root, 'Charades_v1_rgb'));
  const videos = ['Charades_v1_480', 'Charades_v1'].some((name) => existsSync(path.join(root, name)));
  return frames && !videos ? 'charades_frames' : 'charades';
}

function read(args: string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  try {
    const options = { csv: text, layout: text, name: text, slug: text, train: text, test: text, classes: text };
    const parsed = parseArgs({ args, allowPositionals: true, options: { ...options, yes: flag, update: flag } });
    const layout = datasetLayoutSchema.optional().safeParse(parsed.values.layout);
    if (!layout.success) throw new Error(`There is no layout "${parsed.values.layout}".`);
    return { positionals: parsed.positionals, values: { ...parsed.values, layout: layout.data } };
  } catch (error) {
    throw refuse((error as Error).message);
  }
}

function refuse(reason: string): AppError {
  return new AppError('bad_request', `${reason}\n${importUsage}`);
}
