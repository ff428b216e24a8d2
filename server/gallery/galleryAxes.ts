import type { DatasetClass } from '@/domain/datasetClass';
import { type Fusion, fusionIds } from '@/domain/fusions';
import { type VariantId, variantIds } from '@/domain/variants';
import type { Db } from '@/server/db';
import { readTable } from '@/server/experiments/readTable';
import { galleryExperiment } from './galleryExperiment';

/** What can be chosen in the gallery of an experiment, and what is shown where nothing was chosen. */
export type GalleryAxes = {
  experimentName: string;
  variants: VariantId[];
  fusions: Fusion[];
  seeds: number[];
  classes: DatasetClass[];
  defaults: { variant: VariantId; fusion: Fusion; seed: number };
};

/**
 * Rows, columns and seeds of the experiment, those included that were run later. The default row is attention without labels, else with labels, else the
 * last one chosen: the rows whose boxes there is something to see in come first.
 * @throws AppError not_found where the experiment is gone
 */
export async function galleryAxes(db: Db, experimentId: string): Promise<GalleryAxes> {
  const { name, spec, classes } = await galleryExperiment(db, experimentId);
  const { runs } = await readTable(db, experimentId);
  const own = runs.filter((run) => !run.foreign);
  const chosen = new Set([...spec.cells.map((cell) => cell.variant), ...own.flatMap((run) => run.variants)]);
  const columns = new Set([...spec.cells, ...own.map(({ training }) => training)].map(({ fusion }) => fusion));
  const variants = variantIds.filter((variant) => variant === 'base' || chosen.has(variant));
  const fusions = fusionIds.filter((fusion) => columns.has(fusion));
  const seeds = [...spec.seeds].sort((a, b) => a - b);
  const variant = preferred.find((candidate) => chosen.has(candidate)) ?? variants.at(-1) ?? 'base';
  return {
    experimentName: name,
    variants,
    fusions,
    seeds,
    classes,
    defaults: { variant, fusion: fusions[0] ?? 'temporal_concat', seed: seeds[0] ?? 0 },
  };
}

const preferred: VariantId[] = ['attention_e_e', 'attention_ce_e', 'attention_ce_ce'];
