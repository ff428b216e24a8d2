import type { Outputs } from '@/app/_trpc/outputs';
import { backbones } from '@/domain/backbones';
import { recipePresets } from '@/domain/recipePresets';
import { protocolText } from '@/domain/table2/protocolText';

type Experiment = Outputs['experiment']['byId'];
export type SummaryLine = { term: string; text: string; href?: string };

/** What the experiment is, in a few lines. */
export function prepareSummary({ spec, dataset, weights }: Experiment): SummaryLine[] {
  const { clip, limit, base, seeds } = spec;
  const preset = spec.recipePreset === null ? 'own numbers' : recipePresets[spec.recipePreset].label;
  const { epochs, learningRate, batchSize } = spec.baseRecipe;
  return [
    dataset
      ? { term: 'Dataset', text: dataset.name, href: `/datasets/${dataset.id}` }
      : { term: 'Dataset', text: `${spec.dataset} (not registered any more)` },
    { term: 'Backbone', text: backbones[spec.backbone].label },
    { term: 'Clip', text: `${clip.frames} frames at ${clip.fps} fps, view ${clip.side} px, box ${clip.boxSide} px` },
    base.kind === 'reuse'
      ? { term: 'Base', text: 'weights of a finished run', href: `/runs/${base.runId}` }
      : base.kind === 'weights'
        ? { term: 'Base', text: 'imported weights as they are' }
        : { term: 'Base', text: `${epochs} epochs, batch ${batchSize}, learning rate ${learningRate}` },
    ...(base.kind !== 'reuse' && base.weightsId !== null
      ? [{ term: 'Weights', text: weights ? `imported: ${weights.name}` : 'imported, gone meanwhile' }]
      : []),
    {
      term: 'Other rows',
      text: `${spec.ablationRecipe.epochs} epochs from Base, batch ${spec.ablationRecipe.batchSize}, learning rate ${spec.ablationRecipe.learningRate}`,
    },
    { term: 'Recipe', text: preset },
    { term: 'Seeds', text: seeds.join(', ') },
    { term: 'Protocol', text: protocolText({ ...spec.protocol, ...clip }) },
    ...(limit ? [{ term: 'Quick look', text: `at most ${limit.train} training and ${limit.test} test videos` }] : []),
    ...(spec.shuffleLabels ? [{ term: 'Control', text: 'training labels shuffled over the videos' }] : []),
  ];
}
