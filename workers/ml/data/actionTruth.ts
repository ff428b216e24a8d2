import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '@/domain/errors';
import { findFile } from './findFile';

/** Where the object of one action is: centres (x, y) in [0, 1] of the original frame, for frames start, start + 1, ... */
export type ActionTruth = { class: number; start: number; centres: [x: number, y: number][] };

const truthFileSchema = z.object({
  version: z.literal(1),
  fps: z.number().positive(),
  videos: z.record(
    z.string(),
    z.array(
      z.object({
        class: z.int().min(0),
        start: z.int().min(0),
        centres: z.array(z.tuple([z.number(), z.number()])),
      }),
    ),
  ),
});
export type TruthFile = z.infer<typeof truthFileSchema>;

/**
 * Reads the true centres (`*_boxes.json`) that a synthetic data set brings along, by video id.
 * @returns null where the data set has no such file (Charades)
 * @throws AppError dataset_invalid
 */
export async function readTruth(root: string): Promise<Map<string, ActionTruth[]> | null> {
  const name = await findFile(root, /_boxes\.json$/);
  if (name === null) return null;
  const path = join(root, name);
  try {
    return new Map(Object.entries(truthFileSchema.parse(JSON.parse(await readFile(path, 'utf8'))).videos));
  } catch (cause) {
    throw new AppError(
      'dataset_invalid',
      `${path} does not hold the true centres of a data set. Delete it and prepare the data set again.`,
      { cause },
    );
  }
}
