import { type BackboneId, backbones } from '@/domain/backbones';
import type { ExperimentSpec } from '@/domain/experimentSpec';
import { fusionIds } from '@/domain/fusions';
import { defaultMethod } from '@/domain/method';
import { microProtocol } from '@/domain/protocol';
import { recipePresets } from '@/domain/recipePresets';
import { variantIds, variantOf } from '@/domain/variants';
import { formatSeeds } from './seedsText';

/** A number input is empty while it is being typed. */
type Typed<T> = T extends number ? number | string : T extends object ? { [K in keyof T]: Typed<T[K]> } : T;

/** What the fields of the form hold: the spec, with what a person types in its place. */
export type FormValues = Pick<
  ExperimentSpec,
  'name' | 'notes' | 'dataset' | 'backbone' | 'cells' | 'shuffleLabels' | 'method' | 'table1Frames'
> &
  Typed<Pick<ExperimentSpec, 'clip' | 'baseRecipe' | 'ablationRecipe' | 'protocol' | 'galleryMiB'>> & {
    /** `0, 1, 2` or `0-4` */
    seeds: string;
    baseKind: ExperimentSpec['base']['kind'];
    /** Imported weights that Base starts from, or is. */
    weightsId: string | null;
    baseRunId: string | null;
    limited: boolean;
    limit: { train: number | string; test: number | string };
  };

const quickLimit = { train: 80, test: 40 };

/** Table 2 of the paper on this dataset: what most people come for. */
export function defaultValues(dataset: string): FormValues {
  const backbone: BackboneId = 'micro_i3d';
  const rows = variantIds.filter((variant) => variantOf(variant).group === 'table2');
  return {
    name: '',
    notes: '',
    dataset,
    backbone,
    clip: backbones[backbone].clip,
    baseRecipe: recipePresets.micro.base,
    ablationRecipe: recipePresets.micro.ablation,
    protocol: microProtocol,
    cells: rows.flatMap((variant) => fusionIds.map((fusion) => ({ variant, fusion }))),
    seeds: '0',
    baseKind: 'train',
    weightsId: null,
    baseRunId: null,
    limited: false,
    limit: quickLimit,
    shuffleLabels: false,
    method: defaultMethod,
    galleryMiB: 2048,
    table1Frames: [],
  };
}

/** The form filled in with an experiment to be edited before it is launched again. */
export function valuesOf(spec: ExperimentSpec): FormValues {
  const { base, seeds, limit, recipePreset: _, ...same } = spec;
  return {
    ...same,
    seeds: formatSeeds(seeds),
    baseKind: base.kind,
    weightsId: base.kind === 'reuse' ? null : base.weightsId,
    baseRunId: base.kind === 'reuse' ? base.runId : null,
    limited: limit !== null,
    limit: limit ?? quickLimit,
  };
}
