import { z } from 'zod';
import { backboneIdSchema } from './backbones';

export const weightsFormats = {
  torch_zip: 'PyTorch (zip)',
  torch_legacy: 'PyTorch (before 1.6)',
  safetensors: 'safetensors',
} as const;
export type WeightsFormat = keyof typeof weightsFormats;
export const weightsFormatSchema = z.enum(['torch_zip', 'torch_legacy', 'safetensors']);

/** What the importer made of a file of weights: where every array went, and which arrays of the backbone it did not find. */
export const weightsReportSchema = z.object({
  format: weightsFormatSchema,
  backbone: backboneIdSchema,
  /** Classes of the head that was kept; null: it was left out and is drawn anew. */
  classes: z.int().positive().nullable(),
  /** Names of the backbone's arrays that the file gave, in the order of the network. */
  used: z.array(z.string()),
  /** Arrays of the file that no part of the backbone uses, in the file's names. */
  ignored: z.array(z.object({ name: z.string(), reason: z.string() })),
  /** Arrays of the backbone that the file does not hold. */
  missing: z.array(z.string()),
  /** Those of the missing arrays that the file does hold, but in a type that is not read. */
  unreadable: z.array(z.object({ name: z.string(), dtype: z.string() })).default([]),
  wrongShape: z.array(z.object({ name: z.string(), found: z.array(z.number()), wanted: z.array(z.number()) })),
  /** Arrays with values that are NaN or infinite, or with negative variances. */
  badValues: z.array(
    z.object({ name: z.string(), count: z.number(), what: z.enum(['not finite', 'negative variance']) }),
  ),
  /** The file is a network for images: its kernels were repeated over time and divided by the number of repetitions. */
  inflated: z.boolean(),
  /** The head of the file has another number of classes than the data set; null where it fits or there is none. */
  headReplaced: z.object({ from: z.int(), to: z.int() }).nullable(),
  /** Prefix of the names in the file, such as `module.basenet.`; empty where there is none. */
  prefix: z.string(),
  /** Kinds of objects in the file that are not known: nothing of them was run or read. */
  objects: z.array(z.string()).default([]),
  /** What the writer of the file did that its format does not know. */
  remarks: z.array(z.string()).default([]),
  /** Prefixes of the complete networks in the file, where it holds several: one has to be chosen. */
  networks: z.array(z.string()).default([]),
  /** Arrays that are ignored beyond those that are listed. */
  moreIgnored: z.int().nonnegative().default(0),
  /** Arrays in the file. */
  arrays: z.int().nonnegative(),
  /** Size of the file. */
  bytes: z.int().nonnegative(),
});
export type WeightsReport = z.infer<typeof weightsReportSchema>;

/** Arrays of the backbone that are not in the file in any type. */
export function absentArrays({ missing, unreadable }: Pick<WeightsReport, 'missing' | 'unreadable'>): string[] {
  const there = new Set(unreadable.map(({ name }) => name));
  return missing.filter((name) => !there.has(name));
}
