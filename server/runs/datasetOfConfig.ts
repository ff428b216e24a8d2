import { z } from 'zod';

/** Slug of the dataset that a stored config names; empty where it names none. */
export function datasetOfConfig(config: unknown): string {
  return z.object({ dataset: z.string() }).safeParse(config).data?.dataset ?? '';
}
