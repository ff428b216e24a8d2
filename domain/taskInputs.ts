import { z } from 'zod';
import { backboneIdSchema } from './backbones';
import { datasetLayoutSchema } from './datasetLayouts';
import { mostClasses } from './listReading';
import { slugSchema } from './names/slug';
import type { ImportKind } from './tasks';
import { lineText, storedText, typedText } from './text/textSchemas';

/** A place on the machine of the worker. */
const pathSchema = typedText({ what: 'A path', max: 4096, empty: 'Give a path.' });
const absolutePathSchema = pathSchema.refine(
  (path) => path.startsWith('/'),
  'Give the whole path, from / on: the worker does not know which folder you are in.',
);
const nameSchema = lineText({ what: 'The name', max: 120, empty: 'Give it a name.' });

/** Where the annotation files are, absolute or below the folder; those left out are looked for in it and one folder below. */
const annotationFilesSchema = z.object({
  train: pathSchema.optional(),
  test: pathSchema.optional(),
  classes: pathSchema.optional(),
  csv: pathSchema.optional(),
});

export const scanDatasetInputSchema = z
  .object({
    name: nameSchema,
    slug: slugSchema,
    layout: datasetLayoutSchema,
    root: absolutePathSchema,
    annotations: annotationFilesSchema.default({}),
  })
  .refine(({ layout, annotations }) => layout !== 'folder' || annotations.csv !== undefined, {
    path: ['annotations', 'csv'],
    message: 'Name the list that says which class each video shows.',
  });
export type ScanDatasetInput = z.output<typeof scanDatasetInputSchema>;

export const importWeightsInputSchema = z.object({
  path: absolutePathSchema,
  name: nameSchema,
  backbone: backboneIdSchema,
  /** Classes of the head that the runs will have; null leaves the head out. */
  classes: z.int().min(1).max(mostClasses).nullable(),
  /** Which of several complete networks in the file is meant: the text before the names of its arrays. */
  network: storedText({ what: 'The name of the network', max: 512 }).nullable().default(null),
});
export type ImportWeightsInput = z.output<typeof importWeightsInputSchema>;

/** What an import of each kind is told to do. */
export const taskInputSchemas = {
  scan: scanDatasetInputSchema,
  import_weights: importWeightsInputSchema,
} as const satisfies Record<ImportKind, z.ZodType>;
