import { isDeepStrictEqual } from 'node:util';
import { type Cell, type ExperimentSpec, storedSpecSchema } from '@/domain/experimentSpec';
import { type Fusion, fusionIds } from '@/domain/fusions';
import { planRuns } from '@/domain/planRuns';
import { presetRecipes, recipePresetIdSchema } from '@/domain/recipePresets';
import type { Recipe } from '@/domain/recipes';
import type { RunConfig } from '@/domain/runConfig';

/** `config`: null where it is damaged. */
export type RunOfSpec = { key: string; config: RunConfig | null; baseRunId: string | null; weightsId: string | null };

type Known = { name: string; notes: string; runs: RunOfSpec[]; reusedRecipe: Recipe | null };

/**
 * The set-up that the runs of an experiment were planned from, found out from their configs: it plans just these runs, with just these
 * configs. What no config holds is what the form has: of two columns for Base, those that other rows have.
 * @param runs in the order in which they were planned
 * @param reusedRecipe recipe of the base run where it belongs to another experiment
 * @returns null where there is no such set-up, because too many configs are damaged
 */
export function specOfRuns({ name, notes, runs, reusedRecipe }: Known): ExperimentSpec | null {
  const sound = runs.flatMap(({ config, ...run }) => (config === null ? [] : [{ ...run, config }]));
  const bases = sound.filter(({ key }) => /^base(-T\d+)?-seed\d+$/.test(key));
  const base = bases.find(({ key }) => !key.includes('-T'));
  const ablation = sound.find((run) => !bases.includes(run));
  const one = (ablation ?? base)?.config;
  const baseRecipe = base?.config.recipe ?? reusedRecipe;
  const source = base ? sourceOf(base) : reuseOf(ablation);
  if (!one || !baseRecipe || !source) return null;
  const otherLengths = bases.map(({ config }) => config.clip.frames).filter((frames) => frames !== one.clip.frames);
  const { dataset, backbone, clip, protocol, method, galleryMiB, limit, shuffleLabels } = one;
  const draft = {
    ...{ name, notes, dataset, backbone, clip, protocol, method, galleryMiB, limit, shuffleLabels, baseRecipe },
    cells: cellsOf(sound.map(({ config }) => config)),
    seeds: [...new Set(runs.map(({ key }) => Number(/-seed(\d+)$/.exec(key)?.[1])))],
    base: source,
    table1Frames: otherLengths.length === 0 ? [] : [...new Set([...otherLengths, clip.frames])].sort((a, b) => a - b),
  };
  // A preset also says the batches of other clip lengths, and what ablations would take where there are none.
  const presets = recipePresetIdSchema.options.map((id) => ({ id, ...presetRecipes(id, clip.frames) }));
  const isOwn = (preset: { base: Recipe }) => isDeepStrictEqual(preset.base, baseRecipe);
  const candidates = [...presets.filter(isOwn), null, ...presets.filter((preset) => !isOwn(preset))];
  for (const preset of candidates) {
    const ablationRecipe = ablation?.config.recipe ?? preset?.ablation ?? baseRecipe;
    const spec = storedSpecSchema.safeParse({ ...draft, ablationRecipe, recipePreset: preset?.id ?? null }).data;
    if (spec && plans(spec, runs)) return spec;
  }
  return null;
}

function sourceOf({ config, weightsId }: { config: RunConfig; weightsId: string | null }): ExperimentSpec['base'] {
  if (weightsId === null || config.recipe.epochs > 0) return { kind: 'train', weightsId };
  return { kind: 'weights', weightsId };
}

function reuseOf(ablation: { baseRunId: string | null } | undefined): ExperimentSpec['base'] | null {
  return ablation?.baseRunId ? { kind: 'reuse', runId: ablation.baseRunId } : null;
}

function cellsOf(configs: RunConfig[]): Cell[] {
  const cells = new Map<string, Cell>();
  const add = (cell: Cell) => cells.set(`${cell.variant} ${cell.fusion}`, cell);
  const columns = new Set<Fusion>(configs.filter(({ training }) => training.secondView !== 'none').map(fusionOf));
  for (const { training, evaluations } of configs) {
    const isBase = training.secondView === 'none';
    const ofBase = columns.size === 0 ? (['temporal_concat'] as const) : fusionIds.filter((id) => columns.has(id));
    for (const { variant } of evaluations)
      for (const fusion of isBase ? ofBase : [training.fusion]) add({ variant, fusion });
  }
  return [...cells.values()];
}

function fusionOf({ training }: RunConfig): Fusion {
  return training.fusion;
}

/** Whether the set-up plans these runs; those whose configs are damaged by their keys alone. */
function plans(spec: ExperimentSpec, runs: RunOfSpec[]): boolean {
  const planned = new Map(planRuns(spec).map((run) => [run.key, run]));
  return (
    planned.size === runs.length &&
    runs.every(({ key, config }) => {
      const plan = planned.get(key)?.config;
      return plan !== undefined && (config === null || isDeepStrictEqual(inOrder(config), inOrder(plan)));
    })
  );
}

/** Rows that were asked for later stand last. */
function inOrder(config: RunConfig): RunConfig {
  return { ...config, evaluations: [...config.evaluations].sort((a, b) => (a.variant < b.variant ? -1 : 1)) };
}
